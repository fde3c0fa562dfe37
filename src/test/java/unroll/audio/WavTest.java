package unroll.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static unroll.audio.WavFiles.chunk;
import static unroll.audio.WavFiles.format;
import static unroll.audio.WavFiles.riff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WavTest {
    private static double[] samples(byte[] format, int... bytes) throws Exception {
        var data = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            data[i] = (byte) bytes[i];
        }
        var file = riff(chunk("fmt ", format), chunk("data", data));
        assertNull(Wav.wrong(file));
        return Wav.of(file).samples();
    }

    @Test
    void samplesOfEveryWidthAreBetweenMinusOneAndOne() throws Exception {
        assertArrayEquals(
                new double[] {-1, 0, 127 / 128.0}, samples(format(1, 1, 8000, 8), 0, 128, 255));
        assertArrayEquals(
                new double[] {-1, 0.5, -1 / 32768.0},
                samples(format(1, 1, 8000, 16), 0, 0x80, 0, 0x40, 0xff, 0xff));
        assertArrayEquals(
                new double[] {-1, 0.5, -1 / 8388608.0, 255 / 8388608.0},
                samples(
                        format(1, 1, 8000, 24),
                        0,
                        0,
                        0x80,
                        0,
                        0,
                        0x40,
                        0xff,
                        0xff,
                        0xff,
                        0xff,
                        0,
                        0));
        assertArrayEquals(
                new double[] {-1, 0.5},
                samples(format(1, 1, 8000, 32), 0, 0, 0, 0x80, 0, 0, 0, 0x40));
        // 0.75 is 0x3f400000 and 0x3fe8000000000000.
        assertArrayEquals(new double[] {0.75}, samples(format(3, 1, 8000, 32), 0, 0, 0x40, 0x3f));
        assertArrayEquals(
                new double[] {0.75}, samples(format(3, 1, 8000, 64), 0, 0, 0, 0, 0, 0, 0xe8, 0x3f));
    }

    @Test
    void channelsAreAveraged() throws Exception {
        var both = samples(format(1, 2, 44_100, 16), 0, 0x40, 0, 0x20, 0, 0x40, 0, 0xc0);
        assertArrayEquals(new double[] {0.375, 0}, both);
    }

    /** An extension has the format; other chunks, of odd length too, are passed over. */
    @Test
    void writersDifferInTheirHeaders() throws Exception {
        var extended =
                ByteBuffer.allocate(40)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(format(0xfffe, 1, 16_000, 16))
                        .putShort((short) 22)
                        .putShort((short) 16)
                        .putInt(4)
                        .putShort((short) 1)
                        .array();
        var data = chunk("data", new byte[] {0, 0x40});
        var file =
                riff(
                        chunk("LIST", new byte[] {1, 2, 3}),
                        chunk("fmt ", extended),
                        chunk("fact", new byte[4]),
                        data,
                        chunk("LIST", new byte[2]));
        var sound = Wav.of(file);
        assertEquals(16_000, sound.rate());
        assertArrayEquals(new double[] {0.5}, sound.samples());
        // A writer to a pipe does not know the sizes.
        Arrays.fill(data, 4, 8, (byte) 0xff);
        var piped = riff(chunk("fmt ", format(1, 1, 16_000, 16)), data);
        assertArrayEquals(new double[] {0.5}, Wav.of(piped).samples());
    }

    private static void refused(String why, byte[] file) {
        assertEquals(why, Wav.wrong(file));
        var refusal = assertThrows(UnreadableSoundException.class, () -> Wav.of(file));
        assertEquals(why, refusal.getMessage());
    }

    @Test
    void whatIsNoSoundIsRefusedWithItsReason() {
        var header = chunk("fmt ", format(1, 1, 8000, 16));
        var data = chunk("data", new byte[8]);
        refused("not a RIFF file", new byte[0]);
        refused(
                "not a RIFF file",
                "fLaC and many bytes more".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        refused("a RIFF file of another kind than WAVE", replaced(riff(header, data), 8, 'A'));
        refused("no samples", riff(header));
        refused("no samples", riff(header, chunk("data", new byte[1])));
        refused("no format before its samples", riff(data));
        refused(
                "truncated: it has 5 of 8 bytes of samples",
                Arrays.copyOf(riff(header, data), 12 + header.length + 8 + 5));
        refused(
                "truncated: it ends within its header",
                Arrays.copyOf(riff(header, data), 12 + header.length - 1));
        refused("truncated: it ends within its header", riff(chunk("fmt ", new byte[3]), data));
        refused(
                "expected uncompressed samples of 8, 16, 24 or 32 bits, got format 7 of 8 bits",
                riff(chunk("fmt ", format(7, 1, 8000, 8)), data));
        refused(
                "expected uncompressed samples of 8, 16, 24 or 32 bits, got format 1 of 12 bits",
                riff(chunk("fmt ", format(1, 1, 8000, 12)), data));
        refused(
                "expected at least one channel and a rate, got 0 channels and 8000 samples a second",
                riff(chunk("fmt ", format(1, 0, 8000, 16)), data));
    }

    private static byte[] replaced(byte[] file, int at, char with) {
        file[at] = (byte) with;
        return file;
    }
}
