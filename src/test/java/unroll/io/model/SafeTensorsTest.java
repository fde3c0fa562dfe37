package unroll.io.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.nn.Layout;

class SafeTensorsTest {
    private static final int FUZZED = 20_000;

    /** Written out by hand from the format's description. */
    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        var header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        int padded = (header.length() + 7) / 8 * 8;
        var expected =
                ByteBuffer.allocate(8 + padded + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded)
                        .put((header + " ".repeat(padded - header.length())).getBytes(UTF_8))
                        .putFloat(1.5f)
                        .putFloat(-0f)
                        .array();
        var layout = TestFiles.layout("w", 1, 2);
        assertArrayEquals(expected, bytes(layout, new float[] {1.5f, -0f}));
    }

    @Test
    void everyBitComesBack() throws IOException {
        var layout = TestFiles.layout("many", 70_001); // several chunks, the last one short
        var values = TestFiles.values(layout.size(), 1);
        values[0] = Float.MAX_VALUE;
        values[1] = -Float.MAX_VALUE;
        values[2] = -0f;
        values[3] = Float.MIN_VALUE;
        assertArrayEquals(bits(values), bits(read(bytes(layout, values), layout)));
    }

    @Test
    void aNumberThatIsNotFiniteIsNamedWithItsTensor() throws IOException {
        var layout = TestFiles.layout();
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1f / 0}) {
            for (var slice : layout.slices()) {
                var values = TestFiles.values(layout.size(), 2);
                values[slice.end() - 1] = number;
                var bytes = bytes(layout, values);
                var e = assertThrows(CorruptFileException.class, () -> read(bytes, layout));
                assertTrue(e.getMessage().contains("tensor " + slice.name()), e.getMessage());
                assertTrue(e.getMessage().contains("finite"), e.getMessage());
            }
        }
    }

    @Test
    void storedAndReadAgainWithShapes(@TempDir Path directory) throws IOException {
        var layout = TestFiles.layout();
        var values = TestFiles.values(layout.size(), 2);
        var store = new LocalStore();
        var path = directory.resolve("theta.safetensors").toString();
        store.write(path, out -> SafeTensors.write(out, layout, values));
        assertArrayEquals(values, SafeTensors.read(store, path, layout));
        assertEquals(
                "{input.embedding=[5, 3], encoder.l0.forward.wx=[4, 3], head.b=[2]}",
                SafeTensors.shapes(store, path).toString());
    }

    @Test
    void tensorsMayComeInAnyOrderWithMetadata() throws IOException {
        var layout = new Layout.Builder();
        layout.add("a", (theta, slice, seed) -> {}, 1);
        layout.add("b", (theta, slice, seed) -> {}, 2);
        var file =
                file(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                                + "\"__metadata__\":{\"by\":\"hand\"},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                        2f,
                        3f,
                        1f);
        assertArrayEquals(new float[] {1, 2, 3}, read(file, layout.build()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'w':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}} | w has dtype F16, expected F32",
                "{'w':{'shape':[2],'data_offsets':[0,8]}} | w has no dtype",
                "{'w':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | its shape is 2, expected whole numbers",
                "{'w':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | expected whole numbers",
                "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | has a negative size",
                "{'w':{'dtype':'F32','shape':[4294967298],'data_offsets':[0,8]}} | a size above 2^31 - 1",
                "{'w':{'dtype':'F32','shape':[65536,65536,2],'data_offsets':[0,8]}} | has too many elements",
                "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | takes 12 bytes, its data_offsets span 8",
                "{'w':{'dtype':'F32','shape':[2]}} | data_offsets are , expected [begin, end]",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | expected 0 <= begin <= end",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | expected 0 <= begin <= end",
                "{'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | ends at byte 16 of the data, which have 8",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 4 bytes before tensor w belong to no tensor",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes at its end belong to no tensor",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'v':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + " | tensor v begins at byte 4 of the data and overlaps",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + " | names a tensor or field twice",
                "{'w': | not well-formed JSON",
                "{}{} | not well-formed JSON",
                "[1] | not a JSON object",
                "{'__metadata__':{'a':1}} | __metadata__ is not an object of strings",
            })
    void eachFaultOfTheHeaderHasItsMessage(String header, String message) {
        var file = file(header.strip().replace('\'', '"'), 1f, 2f);
        var e =
                assertThrows(
                        CorruptFileException.class, () -> read(file, TestFiles.layout("w", 2)));
        assertTrue(e.getMessage().startsWith("here.safetensors is damaged: "), e.getMessage());
        assertTrue(e.getMessage().contains(message.strip()), e.getMessage());
        assertTrue(e.getMessage().endsWith(", or train again"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 'claims 18446744073709551615 bytes, expected at most 100000000'",
        "100000001, 'claims 100000001 bytes, expected at most'",
        "99999999, 'claims 99999999 bytes, the whole file has'",
    })
    void aHeaderThatCannotBeIsNotAllocated(long length, String message) {
        byte[] file = file("{}");
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        var e =
                assertThrows(
                        CorruptFileException.class, () -> read(file, TestFiles.layout("w", 2)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void anyCutIsNoticed() throws IOException {
        var layout = TestFiles.layout();
        byte[] whole = bytes(layout, TestFiles.values(layout.size(), 3));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(CorruptFileException.class, () -> read(cut, layout));
        }
    }

    /** The length may come from a directory entry that is newer than what is read. */
    @Test
    void aStreamThatEndsBeforeItsLengthIsNoticed() throws IOException {
        var layout = TestFiles.layout();
        byte[] whole = bytes(layout, TestFiles.values(layout.size(), 3));
        for (int length = 0; length < whole.length; length++) {
            var in = new ByteArrayInputStream(whole, 0, length);
            assertThrows(
                    CorruptFileException.class,
                    () -> SafeTensors.read("here", in, whole.length, layout));
        }
    }

    @Test
    void parametersOfAnotherModelAreNamed() throws IOException {
        byte[] file = bytes(TestFiles.layout("head.w", 2, 3), new float[6]);
        assertMessage("has no tensor head.b", file, TestFiles.layout("head.b", 2));
        assertMessage("shape [2, 3], expected [3, 2]", file, TestFiles.layout("head.w", 3, 2));
        assertMessage("unknown tensor head.w", file, new Layout.Builder().build());
    }

    @Test
    void aVectorOfAnotherLengthIsNotWritten() {
        assertThrows(
                IllegalArgumentException.class,
                () -> bytes(TestFiles.layout("w", 2), new float[3]));
    }

    @Test
    void headersWithSeededFaultsAreReadOrRefused() throws IOException {
        var layout = TestFiles.layout();
        var values = TestFiles.values(layout.size(), 4);
        byte[] whole = bytes(layout, values);
        int headerEnd = whole.length - values.length * Float.BYTES;
        var random = new SplittableRandom(5);
        int refused = 0;
        for (int i = 0; i < FUZZED; i++) {
            byte[] file = mutated(whole, headerEnd, random);
            try {
                assertArrayEquals(values, read(file, layout));
            } catch (CorruptFileException e) {
                refused++;
            }
        }
        assertTrue(refused > FUZZED / 2, refused + " of " + FUZZED + " were refused");
    }

    private static byte[] mutated(byte[] whole, int headerEnd, SplittableRandom random) {
        byte[] file = whole.clone();
        int faults = random.nextInt(1, 4);
        for (int i = 0; i < faults; i++) {
            int at = random.nextInt(headerEnd);
            switch (random.nextInt(4)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> file[at] = (byte) "0123456789-,:[]{}\"e.".charAt(random.nextInt(20));
                default -> { // a run moved over another
                    int length = Math.min(random.nextInt(1, 40), headerEnd - at);
                    int from = random.nextInt(headerEnd - length);
                    System.arraycopy(whole, from, file, at, length);
                }
            }
        }
        return random.nextInt(10) > 0
                ? file
                : Arrays.copyOf(file, random.nextInt(1, whole.length + 16));
    }

    private static void assertMessage(String message, byte[] file, Layout layout) {
        var e = assertThrows(CorruptFileException.class, () -> read(file, layout));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private static byte[] bytes(Layout layout, float[] values) throws IOException {
        var out = new ByteArrayOutputStream();
        SafeTensors.write(out, layout, values);
        return out.toByteArray();
    }

    private static float[] read(byte[] file, Layout layout) throws IOException {
        return SafeTensors.read(
                "here.safetensors", new ByteArrayInputStream(file), file.length, layout);
    }

    private static byte[] file(String header, float... data) {
        byte[] bytes = header.getBytes(UTF_8);
        var file =
                ByteBuffer.allocate(8 + bytes.length + 4 * data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(bytes.length)
                        .put(bytes);
        for (float value : data) {
            file.putFloat(value);
        }
        return file.array();
    }

    private static int[] bits(float[] values) {
        var bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
