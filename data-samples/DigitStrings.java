import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Joins recordings of the Free Spoken Digit Dataset ({@code DIGIT_SPEAKER_INDEX.wav}, 8 kHz, 16 bits) to strings of digits, each
 * by one speaker, with pauses of 20 to 150 ms that hold a little noise. Recordings with an index below 5 are for the test set,
 * those from 5 to 9 for validation, the others for training. There are 3,000, 300 and 500 strings of 3 to 7 digits, and
 * all recordings of training and validation by themselves too; those of the test set stand in a folder of their own.
 * Beside the sounds of a part stands a table, {@code said.csv}: what is said, and the label of each frame of 25 ms, every
 * 10 ms, which is the digit in its middle, or {@code -}.
 *
 * <pre>java data-samples/DigitStrings.java RECORDINGS FOLDER [seed]</pre>
 *
 * The seed is 2026 unless given. The same program gives the same bytes.
 */
public final class DigitStrings {
    private static final int RATE = 8000; // samples a second
    private static final int WINDOW = 200; // samples of a frame
    private static final int STEP = 80; // samples from frame to frame

    private final Map<String, List<Path>> recordings = new TreeMap<>(); // by speaker
    private final Random random;

    /**
     * @param first index of the recordings of a part
     * @param last index of these
     */
    private DigitStrings(Path folder, int first, int last, long seed) throws IOException {
        random = new Random(seed);
        try (var files = Files.list(folder)) {
            for (var file : files.filter(name -> name.toString().endsWith(".wav")).sorted().toList()) {
                var parts = file.getFileName().toString().replace(".wav", "").split("_");
                int index = Integer.parseInt(parts[2]);
                if (index >= first && index <= last) {
                    recordings.computeIfAbsent(parts[1], speaker -> new ArrayList<>()).add(file);
                }
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        var from = Path.of(arguments[0]);
        var to = Path.of(arguments[1]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2026;
        var training = new DigitStrings(from, 10, 99, seed);
        training.write(to.resolve("train"), 3000, true);
        var validation = new DigitStrings(from, 5, 9, seed + 1);
        validation.write(to.resolve("validation"), 300, true);
        var test = new DigitStrings(from, 0, 4, seed + 2);
        test.write(to.resolve("test"), 500, false);
        test.write(to.resolve("single"), 0, true);
    }

    /**
     * @param count of strings
     * @param single whether each recording is written by itself too
     */
    private void write(Path folder, int count, boolean single) throws IOException {
        Files.createDirectories(folder);
        var speakers = List.copyOf(recordings.keySet());
        var table = new StringBuilder("path,text,frames\n");
        for (int i = 0; i < count; i++) {
            var own = recordings.get(speakers.get(random.nextInt(speakers.size())));
            var said = new Said();
            pause(said);
            for (int digits = 3 + random.nextInt(5); digits > 0; digits--) {
                read(own.get(random.nextInt(own.size())), said);
                pause(said);
            }
            said.write(folder, "%04d.wav".formatted(i), table);
        }
        for (var speaker : single ? speakers : List.<String>of()) {
            for (var file : recordings.get(speaker)) {
                var said = new Said();
                read(file, said);
                said.write(folder, file.getFileName().toString(), table);
            }
        }
        Files.writeString(folder.resolve("said.csv"), table);
    }

    /** Samples, and the digit that each belongs to. */
    private static final class Said {
        final List<Short> samples = new ArrayList<>();
        final StringBuilder digits = new StringBuilder(); // one character a sample
        final List<String> text = new ArrayList<>();

        void add(short sample, char digit) {
            samples.add(sample);
            digits.append(digit);
        }

        void write(Path folder, String name, StringBuilder table) throws IOException {
            Files.write(folder.resolve(name), wav(samples));
            var frames = new ArrayList<String>();
            for (int at = 0; at == 0 || at + WINDOW <= samples.size(); at += STEP) {
                frames.add("" + digits.charAt(Math.min(at + WINDOW / 2, samples.size() - 1)));
            }
            table.append(name).append(',').append(String.join(" ", text)).append(',').append(String.join(" ", frames)).append('\n');
        }
    }

    private void pause(Said said) {
        int length = RATE * 20 / 1000 + random.nextInt(RATE * 130 / 1000);
        for (int i = 0; i < length; i++) {
            said.add((short) Math.round(10 * random.nextGaussian()), '-');
        }
    }

    private static void read(Path file, Said said) throws IOException {
        char digit = file.getFileName().toString().charAt(0);
        said.text.add("" + digit);
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(12);
        while (in.remaining() >= 8) {
            boolean data = in.getInt() == 0x61746164; // "data"
            int size = in.getInt();
            if (data) {
                for (int i = 0; i + 1 < size; i += 2) {
                    said.add(in.getShort(), digit);
                }
                return;
            }
            in.position(in.position() + size);
        }
        throw new IOException(file + " holds no samples");
    }

    private static byte[] wav(List<Short> samples) {
        int size = 2 * samples.size();
        var file = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(name("RIFF")).putInt(36 + size).put(name("WAVE"));
        file.put(name("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        file.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        file.put(name("data")).putInt(size);
        samples.forEach(file::putShort);
        return file.array();
    }

    private static byte[] name(String chunk) {
        return chunk.getBytes(StandardCharsets.US_ASCII);
    }
}
