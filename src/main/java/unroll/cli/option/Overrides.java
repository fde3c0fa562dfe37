package unroll.cli.option;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import unroll.conf.Configuration;
import unroll.conf.read.Variables;

/** Options of the commands that read a configuration: values that replace those of the file. */
public final class Overrides {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a setting, such as training.epochs=3. May be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--date",
            paramLabel = "DAY",
            converter = Day.class,
            description = "What $${date} is in the configuration (default: today).")
    private LocalDate date;

    /** Reads a configuration's file. */
    public Configuration read(String file) {
        return read(file, settings);
    }

    /**
     * Reads the configuration's file of a training.
     *
     * @param from directory in place of {@code model.from}; null to keep that
     */
    public Configuration read(String file, String from) {
        var all = new ArrayList<>(settings);
        if (from != null) {
            all.add("model.from='" + from.replace("'", "''") + "'");
        }
        return read(file, all);
    }

    private Configuration read(String file, List<String> all) {
        var variables = date == null ? Variables.today() : Variables.on(date);
        return ConfigurationFile.read(file, all, variables);
    }

    /** Reads a date such as 2026-01-31. */
    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("expected a day such as 2026-01-31, got " + text);
            }
        }
    }
}
