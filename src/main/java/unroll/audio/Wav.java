package unroll.audio;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The sound of a WAV file: RIFF chunks with uncompressed samples, integers of 8 (unsigned), 16, 24
 * or 32 bits, or floats of 32 or 64 bits. The channels of a sample are averaged.
 *
 * <p>The JDK's own reader ({@code javax.sound.sampled}) is not used: it reads a truncated file
 * without a word, and small runtimes have no module {@code java.desktop}.
 *
 * @param samples between -1 and 1, at least one
 * @param rate samples a second
 */
public record Wav(double[] samples, int rate) {
    private static final int INTEGERS = 1;
    private static final int FLOATS = 3;
    private static final int EXTENSIBLE = 0xfffe; // the format stands in an extension
    private static final long UNKNOWN = 0xffffffffL; // size that a writer to a pipe gives

    /**
     * The samples of a file, not yet decoded.
     *
     * @param format {@link #INTEGERS} or {@link #FLOATS}
     * @param bits of a sample of one channel
     */
    private record Content(int format, int channels, int rate, int bits, ByteBuffer data) {
        /** Bytes of a sample of all channels. */
        int width() {
            return channels * (bits / 8);
        }
    }

    /**
     * Decodes a file.
     *
     * @throws UnreadableSoundException if it is no WAV file, is compressed, truncated or empty
     */
    public static Wav of(byte[] file) throws UnreadableSoundException {
        var content = content(file);
        var data = content.data();
        var samples = new double[data.remaining() / content.width()];
        for (int i = 0; i < samples.length; i++) {
            double sum = 0;
            for (int channel = 0; channel < content.channels(); channel++) {
                sum += sample(data, content.format(), content.bits());
            }
            samples[i] = sum / content.channels();
        }
        return new Wav(samples, content.rate());
    }

    /** Returns why a file cannot be decoded; null if it can. */
    public static String wrong(byte[] file) {
        try {
            content(file);
            return null;
        } catch (UnreadableSoundException e) {
            return e.getMessage();
        }
    }

    private static double sample(ByteBuffer data, int format, int bits) {
        if (format == FLOATS) {
            return bits == 32 ? data.getFloat() : data.getDouble();
        }
        return switch (bits) {
            case 8 -> ((data.get() & 0xff) - 0x80) / 0x1p7;
            case 16 -> data.getShort() / 0x1p15;
            case 24 -> ((data.get() & 0xff) | data.getShort() << 8) / 0x1p23;
            default -> data.getInt() / 0x1p31;
        };
    }

    private static Content content(byte[] file) throws UnreadableSoundException {
        try {
            return content(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException e) {
            throw new UnreadableSoundException("truncated: it ends within its header");
        }
    }

    private static Content content(ByteBuffer in) throws UnreadableSoundException {
        if (in.remaining() < 12 || !name(in).equals("RIFF")) {
            throw new UnreadableSoundException("not a RIFF file");
        }
        in.getInt(); // the file's size, which some writers leave open
        if (!name(in).equals("WAVE")) {
            throw new UnreadableSoundException("a RIFF file of another kind than WAVE");
        }
        ByteBuffer header = null;
        while (in.remaining() >= 8) {
            var name = name(in);
            long size = in.getInt() & 0xffffffffL;
            if (name.equals("data")) {
                return content(header, data(in, size));
            }
            if (size > in.remaining()) {
                throw new UnreadableSoundException("truncated: it ends within its header");
            }
            if (name.equals("fmt ")) {
                header = in.slice(in.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
            }
            long padded = size + (size & 1); // chunks begin at even places
            in.position((int) Math.min(in.limit(), in.position() + padded));
        }
        throw new UnreadableSoundException("no samples");
    }

    private static String name(ByteBuffer in) {
        var bytes = new byte[4];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer data(ByteBuffer in, long size) throws UnreadableSoundException {
        if (size == UNKNOWN) {
            return in;
        }
        if (size > in.remaining()) {
            throw new UnreadableSoundException(
                    String.format(
                            Locale.ROOT,
                            "truncated: it has %,d of %,d bytes of samples",
                            in.remaining(),
                            size));
        }
        return in.slice(in.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Content content(ByteBuffer header, ByteBuffer data)
            throws UnreadableSoundException {
        if (header == null) {
            throw new UnreadableSoundException("no format before its samples");
        }
        int format = header.getShort() & 0xffff;
        int channels = header.getShort() & 0xffff;
        int rate = header.getInt();
        header.getInt(); // bytes a second
        header.getShort(); // bytes of a sample of all channels
        int bits = header.getShort();
        if (format == EXTENSIBLE) {
            format = header.getShort(24) & 0xffff;
        }
        boolean known =
                switch (format) {
                    case INTEGERS -> bits == 8 || bits == 16 || bits == 24 || bits == 32;
                    case FLOATS -> bits == 32 || bits == 64;
                    default -> false;
                };
        if (!known) {
            throw new UnreadableSoundException(
                    String.format(
                            Locale.ROOT,
                            "expected uncompressed samples of 8, 16, 24 or 32 bits, got format %d of %d bits",
                            format,
                            bits));
        }
        if (channels == 0 || rate <= 0) {
            throw new UnreadableSoundException(
                    String.format(
                            Locale.ROOT,
                            "expected at least one channel and a rate, got %d channels and %d samples a second",
                            channels,
                            rate));
        }
        var content = new Content(format, channels, rate, bits, data);
        if (data.remaining() < content.width()) {
            throw new UnreadableSoundException("no samples");
        }
        return content;
    }
}
