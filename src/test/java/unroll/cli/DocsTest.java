package unroll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.read.ConfigurationReader;
import unroll.conf.setting.Setting;
import unroll.task.registry.Tasks;

/** The documentation names only files, headings, settings and commands that exist. */
final class DocsTest {
    private static final Path SETTINGS = Path.of("docs/settings.md");

    private static final Pattern FENCE = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern QUOTED =
            Pattern.compile(
                    "`((?:run|data|text|model|training|bptt|decoder|sync|checkpoint|divergence)"
                            + "\\.[A-Za-z][A-Za-z.\\[\\]]*)(?=[`:=, ])");
    private static final Pattern OVERRIDE = Pattern.compile("--set '?([a-z][A-Za-z.]*)=");
    private static final Pattern COMMAND =
            Pattern.compile("\\./submit/unroll ([a-z]+)(?: (conf/\\S+\\.yaml))?");
    private static final Pattern SOURCE = Pattern.compile("`([a-z][A-Za-z/]*/[A-Za-z]+\\.java)`");
    private static final Pattern TEST =
            Pattern.compile("`(\\w+(?:Test|IT|Contract))?(?:#(\\w+))?`");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(");
    private static final Set<String> OWN_FILES = Set.of("run.json", "model.json", "model.next");

    static Stream<Path> pages() throws IOException {
        try (var docs = Files.walk(Path.of("docs"))) {
            var pages = new ArrayList<>(docs.filter(f -> f.toString().endsWith(".md")).toList());
            for (var name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
                pages.add(Path.of(name));
            }
            return pages.stream().sorted();
        }
    }

    @Test
    void settingsAreThoseThatTheConfigCommandPrints() throws IOException {
        var table = ConfigCommand.table(ConfigurationReader.settings());
        var heading = table.lines().findFirst().orElseThrow();
        var written =
                Files.readString(SETTINGS)
                        .lines()
                        .dropWhile(line -> !line.equals(heading))
                        .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(table, written, SETTINGS + ": end it with ./submit/unroll config --settings");
    }

    @Test
    void theReadmeFitsOneSitting() throws IOException {
        assertTrue(Files.readAllLines(Path.of("README.md")).size() <= 150);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesAndHeadingsThatExist(Path page) throws IOException {
        for (var link : matches(LINK, prose(page))) {
            var target = link.group(1);
            if (target.startsWith("https://")) {
                continue;
            }
            int hash = target.indexOf('#');
            var name = hash < 0 ? target : target.substring(0, hash);
            var file = name.isEmpty() ? page : page.resolveSibling(name).normalize();
            assertTrue(Files.exists(file), page + " links to " + target);
            if (hash >= 0) {
                assertTrue(
                        anchors(file).contains(target.substring(hash + 1)),
                        page + " links to " + target);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void quotedSettingsExist(Path page) throws IOException {
        var known = settingsAndTheirBranches();
        var text = Files.readString(page);
        Stream.concat(matches(QUOTED, text).stream(), matches(OVERRIDE, text).stream())
                .map(match -> match.group(1))
                .filter(key -> !OWN_FILES.contains(key))
                .forEach(key -> assertTrue(known.contains(key), page + " names " + key));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void configurationsAreAccepted(Path page) throws IOException {
        for (var block : matches(FENCE, Files.readString(page))) {
            if (block.group(1).equals("yaml")) {
                var yaml = completed(block.group(2));
                assertDoesNotThrow(() -> Tasks.reader().read(yaml, page.toString(), List.of()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAndTheirConfigurationsExist(Path page) throws IOException {
        for (var command : matches(COMMAND, Files.readString(page))) {
            var out = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
            int code = Main.run(new SparkEngine(), out, out, command.group(1), "--help");
            assertEquals(0, code, page + ": " + command.group());
            if (command.group(2) != null) {
                assertTrue(Files.exists(Path.of(command.group(2))), page + ": " + command.group());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void sourceFilesExist(Path page) throws IOException {
        for (var file : matches(SOURCE, Files.readString(page))) {
            assertTrue(
                    Stream.of("src/main/java/unroll", "src/test/java/unroll")
                            .anyMatch(root -> Files.exists(Path.of(root, file.group(1)))),
                    page + " names " + file.group(1));
        }
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                var description = file.resolveSibling("package-info.java");
                assertTrue(Files.exists(description), description + " is missing");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/test/faults.md", "src/test/mutations.md"})
    void testsThatAreNamedExist(String list) throws IOException {
        var classes = new TreeSet<String>();
        var methods = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                classes.add(file.getFileName().toString().replace(".java", ""));
                matches(METHOD, Files.readString(file)).forEach(m -> methods.add(m.group(1)));
            }
        }
        for (var name : matches(TEST, Files.readString(Path.of(list)))) {
            var type = name.group(1);
            var method = name.group(2);
            assertTrue(type == null || classes.contains(type), list + " names " + type);
            assertTrue(method == null || methods.contains(method), list + " names " + method);
        }
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        var readme = prose(Path.of("README.md"));
        for (var page : pages().filter(page -> page.startsWith("docs")).toList()) {
            assertTrue(readme.contains("(" + page + ")"), "README.md does not link to " + page);
        }
    }

    /** A part of a configuration with the least that makes it a whole one. */
    private static String completed(String yaml) {
        var whole = new StringBuilder(yaml);
        if (!yaml.lines().anyMatch(line -> line.startsWith("run:"))) {
            whole.append("run: {dir: runs/a}\n");
        }
        if (!yaml.lines().anyMatch(line -> line.startsWith("data:"))) {
            whole.append("data: {train: {format: json, path: rows}}\n");
        }
        return whole.toString();
    }

    private static Set<String> settingsAndTheirBranches() {
        var known = new TreeSet<String>();
        for (var key : ConfigurationReader.settings().stream().map(Setting::key).toList()) {
            for (int at = key.length(); at > 0; at = key.lastIndexOf('.', at - 1)) {
                var branch = key.substring(0, at);
                known.add(branch);
                known.add(branch.replaceFirst("\\[\\]$", ""));
            }
        }
        assertFalse(known.isEmpty());
        return known;
    }

    /** The anchors of a page's headings, as GitHub makes them. */
    private static Set<String> anchors(Path page) throws IOException {
        return matches(HEADING, prose(page)).stream()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path page) throws IOException {
        return FENCE.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
