package unroll.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes WAV files. */
public final class WavFiles {
    private WavFiles() {}

    /** Returns a file of one channel of 16 bits. */
    public static byte[] of(int rate, double... samples) {
        var data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double sample : samples) {
            data.putShort((short) Math.round(sample * 0x7fff));
        }
        return riff(chunk("fmt ", format(1, 1, rate, 16)), chunk("data", data.array()));
    }

    /** Returns a tone. */
    static double[] tone(int rate, double hertz, double amplitude, int samples) {
        var tone = new double[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = amplitude * Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return tone;
    }

    static byte[] format(int format, int channels, int rate, int bits) {
        int width = channels * bits / 8;
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) format)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * width)
                .putShort((short) width)
                .putShort((short) bits)
                .array();
    }

    static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + content.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] riff(byte[]... chunks) {
        int size = 4;
        for (var chunk : chunks) {
            size += chunk.length;
        }
        var file =
                ByteBuffer.allocate(8 + size)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                        .putInt(size)
                        .put("WAVE".getBytes(StandardCharsets.ISO_8859_1));
        for (var chunk : chunks) {
            file.put(chunk);
        }
        return file.array();
    }
}
