package unroll.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import unroll.cli.option.Overrides;
import unroll.conf.read.ConfigurationReader;
import unroll.conf.read.ConfigurationWriter;
import unroll.conf.setting.Setting;

@Command(
        name = "config",
        description = "Checks a configuration and prints it with every default.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll config conf/sentiment.yaml",
            "  ./submit/unroll config conf/sentiment.yaml --set sync.every=50",
            "  ./submit/unroll config --settings"
        })
final class ConfigCommand implements Callable<Integer> {
    static final class Given {
        @Parameters(paramLabel = "CONFIG", description = "Configuration, a YAML file.")
        private String file;

        @Option(names = "--settings", description = "Prints every setting as a Markdown table.")
        private boolean settings;
    }

    @ArgGroup(multiplicity = "1")
    private Given given;

    @Mixin private Overrides overrides;

    private final PrintStream out;

    ConfigCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(
                given.settings
                        ? table(ConfigurationReader.settings())
                        : ConfigurationWriter.printed(overrides.read(given.file)));
        return 0;
    }

    static String table(List<Setting> settings) {
        var table = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (var setting : settings) {
            table.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    setting.key(),
                                    setting.expected(),
                                    setting.standard(),
                                    setting.meaning()));
        }
        return table.toString();
    }
}
