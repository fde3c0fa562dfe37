package unroll.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The reference files: the class path's two folders, or the one folder that {@code golden.dir}
 * names.
 */
public final class GoldenFiles {
    /** PyTorch's defaults mostly, and the other settings of its optimisers. */
    private static final List<String> OWN = List.of("/golden", "/golden-options");

    private GoldenFiles() {}

    /**
     * One test for each file of a kind that {@code which} accepts.
     *
     * @throws AssertionError when a folder has no reference file at all, or one of no known kind,
     *     or when the class path's own folders have none of these
     */
    public static Stream<DynamicTest> tests(
            GoldenFile.Kind kind, Predicate<GoldenFile> which, Consumer<GoldenFile> test) {
        String other = System.getProperty("golden.dir");
        var all = other == null ? own() : in(Path.of(other).toAbsolutePath());
        var files = all.stream().filter(file -> file.kind() == kind && which.test(file)).toList();
        if (other == null && files.isEmpty()) {
            throw new AssertionError("no reference file of the kind " + kind + " in " + OWN);
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> test.accept(file)));
    }

    public static Stream<DynamicTest> tests(GoldenFile.Kind kind, Consumer<GoldenFile> test) {
        return tests(kind, file -> true, test);
    }

    /**
     * For each of the class path's own files of some kind, a test that the file's test fails as
     * soon as one of its results is wrong.
     */
    public static Stream<DynamicTest> faults(
            GoldenFile.Kind kind, Predicate<GoldenFile> which, Consumer<GoldenFile> test) {
        return own().stream()
                .filter(file -> file.kind() == kind && which.test(file))
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.name(), () -> requireFailures(file, test)));
    }

    private static void requireFailures(GoldenFile file, Consumer<GoldenFile> test) {
        file.faulty()
                .forEach(
                        wrong ->
                                assertThrows(
                                        AssertionError.class,
                                        () -> test.accept(wrong),
                                        wrong::name));
    }

    public static Stream<DynamicTest> faults(GoldenFile.Kind kind, Consumer<GoldenFile> test) {
        return faults(kind, file -> true, test);
    }

    /** Every file, in the order of their names. */
    private static List<GoldenFile> in(Path folder) {
        try (var paths = Files.list(folder)) {
            var files =
                    paths.filter(path -> path.toString().endsWith(".json"))
                            .sorted()
                            .map(GoldenFile::read)
                            .toList();
            if (files.isEmpty()) {
                throw new AssertionError(
                        "no reference file (*.json) in "
                                + folder
                                + ": set -Dgolden.dir to a folder that has some");
            }
            return files;
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot list the reference files in "
                            + folder
                            + ": set -Dgolden.dir to a folder that has some",
                    e);
        }
    }

    private static List<GoldenFile> own() {
        return OWN.stream().flatMap(name -> in(ownFolder(name)).stream()).toList();
    }

    private static Path ownFolder(String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenFiles.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
