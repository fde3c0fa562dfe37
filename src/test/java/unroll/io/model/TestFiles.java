package unroll.io.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import unroll.io.Store;
import unroll.nn.Initializer;
import unroll.nn.Layout;

/** A small layout and damage to files, for the tests of this package. */
public final class TestFiles {
    private static final Initializer NOWHERE = (theta, slice, seed) -> {};

    private TestFiles() {}

    /** Three parameters, 29 elements. */
    public static Layout layout() {
        var builder = new Layout.Builder();
        builder.addByRow("input.embedding", NOWHERE, 5, 3);
        builder.add("encoder.l0.forward.wx", NOWHERE, 4, 3);
        builder.add("head.b", NOWHERE, 2);
        return builder.build();
    }

    public static Layout layout(String name, int... shape) {
        var builder = new Layout.Builder();
        builder.add(name, NOWHERE, shape);
        return builder.build();
    }

    public static float[] values(int n, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** A small model, whose provenance has a seed. */
    public static void writeModel(Store store, String directory, long seed) throws IOException {
        var from = new ModelDirectory.Provenance(seed, "f00d", "0.1.0", "", "17", 1, 1, Map.of());
        var layout = layout();
        ModelDirectory.write(
                store,
                directory,
                new ModelDirectory.Model(
                        "classify",
                        Map.of("task", "classify"),
                        Map.of("labels", List.of("neg", "pos")),
                        1,
                        List.of("good", "bad"),
                        List.of(),
                        from,
                        Map.of()),
                layout,
                values(layout.size(), seed));
    }

    public static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    public static void cut(Path file, int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    public static List<Path> filesOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
