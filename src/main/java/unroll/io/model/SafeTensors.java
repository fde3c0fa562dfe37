package unroll.io.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.nn.Layout;

/**
 * Named float tensors in the safetensors format: eight bytes with the header's length, a JSON
 * header with type, shape and place of each tensor, then the bare data, all little-endian.
 *
 * <p>Format: https://huggingface.co/docs/safetensors
 */
public final class SafeTensors {
    private static final int CHUNK_BYTES = 1 << 16;

    private SafeTensors() {}

    /**
     * Writes a vector with one tensor for each slice, in the layout's order. Equal vectors give
     * equal bytes.
     */
    public static void write(OutputStream out, Layout layout, float[] values) throws IOException {
        if (values.length != layout.size()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "vector has %d elements, the layout %d",
                            values.length,
                            layout.size()));
        }
        byte[] header = header(layout);
        out.write(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
        out.write(header);
        var chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int most = CHUNK_BYTES / Float.BYTES;
        for (int at = 0; at < values.length; at += most) {
            int n = Math.min(most, values.length - at);
            chunk.asFloatBuffer().put(values, at, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
        }
    }

    /**
     * Reads a vector whose tensors must be exactly the layout's, whatever their order in the file.
     *
     * @throws CorruptFileException if the file is damaged, or a tensor is missing, unknown, of
     *     another shape, or holds a number that is not finite
     */
    public static float[] read(Store store, String path, Layout layout) throws IOException {
        long length = store.length(path);
        try (var in = store.read(path)) {
            return read(path, in, length, layout);
        }
    }

    static float[] read(String file, InputStream in, long length, Layout layout)
            throws IOException {
        var header = SafeTensorsHeader.read(file, in, length);
        checkSame(file, header, layout);
        var values = new float[layout.size()];
        byte[] chunk = new byte[CHUNK_BYTES];
        for (var tensor : header.tensors()) {
            int at = layout.slice(tensor.name()).offset();
            int end = at + tensor.size();
            while (at < end) {
                int bytes = (int) Math.min(CHUNK_BYTES, (long) (end - at) * Float.BYTES);
                if (in.readNBytes(chunk, 0, bytes) < bytes) {
                    throw SafeTensorsHeader.fault(
                            file, "its data end within tensor %s".formatted(tensor.name()));
                }
                int n = bytes / Float.BYTES;
                ByteBuffer.wrap(chunk)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values, at, n);
                at += n;
            }
            checkFinite(file, tensor.name(), values, at - tensor.size(), end);
        }
        return values;
    }

    /** Refuses numbers that are not finite, which no writer of ours produces. */
    private static void checkFinite(String file, String tensor, float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                throw SafeTensorsHeader.fault(
                        file,
                        String.format(
                                Locale.ROOT,
                                "element %d of tensor %s is %s, expected a finite number",
                                i - from,
                                tensor,
                                values[i]));
            }
        }
    }

    /**
     * Returns the shapes of a file's tensors by name, in the order of their data. Reads only the
     * header.
     *
     * @throws CorruptFileException if the header is damaged
     */
    public static Map<String, List<Integer>> shapes(Store store, String path) throws IOException {
        var shapes = new LinkedHashMap<String, List<Integer>>();
        long length = store.length(path);
        try (var in = store.read(path)) {
            for (var tensor : SafeTensorsHeader.read(path, in, length).tensors()) {
                shapes.put(tensor.name(), tensor.shape());
            }
        }
        return shapes;
    }

    /**
     * Returns the shapes after checking that all numbers are finite.
     *
     * @throws CorruptFileException if the file is damaged
     */
    static Map<String, List<Integer>> verified(Store store, String path) throws IOException {
        var shapes = shapes(store, path);
        var layout = new Layout.Builder();
        shapes.forEach(
                (name, shape) ->
                        layout.add(
                                name,
                                (theta, slice, seed) -> {},
                                shape.stream().mapToInt(Integer::intValue).toArray()));
        read(store, path, layout.build());
        return shapes;
    }

    private static byte[] header(Layout layout) {
        var tree = Json.MAPPER.createObjectNode();
        for (var slice : layout.slices()) {
            var tensor = tree.putObject(slice.name()).put("dtype", "F32");
            var shape = tensor.putArray("shape");
            slice.shape().forEach(shape::add);
            tensor.putArray("data_offsets")
                    .add((long) slice.offset() * Float.BYTES)
                    .add((long) slice.end() * Float.BYTES);
        }
        var text = tree.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        // Padded so that the data begin at a multiple of eight bytes, as the format's own writer
        // does.
        return (text + " ".repeat(Math.floorMod(-bytes, 8))).getBytes(StandardCharsets.UTF_8);
    }

    private static void checkSame(String file, SafeTensorsHeader header, Layout layout) {
        var found = new LinkedHashMap<String, List<Integer>>();
        header.tensors().forEach(tensor -> found.put(tensor.name(), tensor.shape()));
        var extra = new TreeSet<>(found.keySet());
        for (var slice : layout.slices()) {
            extra.remove(slice.name());
            var shape = found.get(slice.name());
            if (shape == null) {
                throw other(file, "it has no tensor " + slice.name());
            }
            if (!shape.equals(slice.shape())) {
                throw other(
                        file,
                        "tensor %s has shape %s, expected %s"
                                .formatted(slice.name(), shape, slice.shape()));
            }
        }
        if (!extra.isEmpty()) {
            throw other(file, "it has the unknown tensor " + String.join(", ", extra));
        }
    }

    private static CorruptFileException other(String file, String what) {
        return new CorruptFileException(
                file
                        + " does not fit the model's configuration: "
                        + what
                        + ": use the configuration that it was written with, or train again");
    }
}
