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

/** The folder of reference files: the class path's, or the one that {@code golden.dir} names. */
public final class GoldenFiles {
    private GoldenFiles() {}

    /**
     * One test for each file of a kind that {@code which} accepts.
     *
     * @throws AssertionError when the folder has no reference file at all, or one of no known kind,
     *     or when the class path's own folder has none of these
     */
    public static Stream<DynamicTest> tests(
            GoldenFile.Kind kind, Predicate<GoldenFile> which, Consumer<GoldenFile> test) {
        var own = System.getProperty("golden.dir") == null;
        var files = all().stream().filter(file -> file.kind() == kind && which.test(file)).toList();
        if (own && files.isEmpty()) {
            throw new AssertionError("no reference file of the kind " + kind + " in " + folder());
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> test.accept(file)));
    }

    public static Stream<DynamicTest> tests(GoldenFile.Kind kind, Consumer<GoldenFile> test) {
        return tests(kind, file -> true, test);
    }

    /** A test that a file's own test fails as soon as one of its results is wrong. */
    public static DynamicTest faults(GoldenFile file, Consumer<GoldenFile> test) {
        return DynamicTest.dynamicTest(
                file.name(),
                () ->
                        file.faulty()
                                .forEach(
                                        wrong ->
                                                assertThrows(
                                                        AssertionError.class,
                                                        () -> test.accept(wrong),
                                                        wrong::name)));
    }

    /** Every file, in the order of their names. */
    public static List<GoldenFile> all() {
        var folder = folder();
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

    private static Path folder() {
        String other = System.getProperty("golden.dir");
        if (other != null) {
            return Path.of(other).toAbsolutePath();
        }
        try {
            return Path.of(
                    Objects.requireNonNull(GoldenFiles.class.getResource("/golden")).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
