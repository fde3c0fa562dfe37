package unroll.train.worker;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Java serialisation of arrays in bulk: several times as fast as element by element, which would
 * take a good part of a short round.
 */
public final class ArraySerialization {
    private static final int CHUNK = 1 << 14; // elements

    private ArraySerialization() {}

    static void write(ObjectOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        var bytes = chunk(values.length);
        var floats = floats(bytes);
        for (int i = 0; i < values.length; i += CHUNK) {
            int n = Math.min(CHUNK, values.length - i);
            floats.clear().put(values, i, n);
            out.write(bytes, 0, 4 * n);
        }
    }

    static float[] readFloats(ObjectInputStream in) throws IOException {
        var values = new float[in.readInt()];
        var bytes = chunk(values.length);
        var floats = floats(bytes);
        for (int i = 0; i < values.length; i += CHUNK) {
            int n = Math.min(CHUNK, values.length - i);
            in.readFully(bytes, 0, 4 * n);
            floats.clear().get(values, i, n);
        }
        return values;
    }

    public static void write(ObjectOutputStream out, float[][] vectors) throws IOException {
        out.writeInt(vectors.length);
        for (var vector : vectors) {
            write(out, vector);
        }
    }

    public static float[][] readVectors(ObjectInputStream in) throws IOException {
        var vectors = new float[in.readInt()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = readFloats(in);
        }
        return vectors;
    }

    private static byte[] chunk(int elements) {
        return new byte[4 * Math.min(CHUNK, elements)];
    }

    /** Returns the bytes as floats, in the byte order of today's machines. */
    private static FloatBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
