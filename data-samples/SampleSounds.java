import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes the sample of task {@code transcribe}: invented speech, in WAV files of 4 kHz and 8 bits, with a table that says what
 * is said in each. A word is a sound of its own kind (a glide up or down, a low hum, a high beep, a hiss), spoken by voices of
 * another pitch, loudness and speed, with pauses between words and noise behind them.
 *
 * <pre>java data-samples/SampleSounds.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleSounds {
    private static final int RATE = 4000; // samples a second
    private static final List<String> WORDS = List.of("rise", "fall", "hum", "beep", "hiss");

    private final Random random = new Random(2026);

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("sounds");
        var sounds = new SampleSounds();
        sounds.write(folder.resolve("train"), 150);
        sounds.write(folder.resolve("test"), 40);
    }

    private void write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        var table = new StringBuilder("path,text\n");
        for (int i = 0; i < count; i++) {
            var name = "%03d.wav".formatted(i);
            var samples = new ArrayList<Double>();
            var said = new ArrayList<String>();
            double pitch = between(0.85, 1.15);
            double speed = between(0.8, 1.2);
            double loudness = between(0.3, 0.9);
            pause(samples, speed);
            for (int words = 1 + random.nextInt(4); words > 0; words--) {
                var word = WORDS.get(random.nextInt(WORDS.size()));
                said.add(word);
                say(samples, word, pitch, speed, loudness);
                pause(samples, speed);
            }
            Files.write(folder.resolve(name), wav(samples));
            table.append(name).append(',').append(String.join(" ", said)).append('\n');
        }
        Files.writeString(folder.resolve("said.csv"), table);
    }

    private void pause(List<Double> samples, double speed) {
        for (int i = samples(between(0.04, 0.08) * speed); i > 0; i--) {
            samples.add(0.0);
        }
    }

    private void say(List<Double> samples, String word, double pitch, double speed, double loudness) {
        int length = samples(between(0.09, 0.14) * speed);
        double phase = 0;
        for (int i = 0; i < length; i++) {
            double part = (double) i / length;
            double hertz =
                    switch (word) {
                        case "rise" -> 400 + 600 * part;
                        case "fall" -> 1000 - 600 * part;
                        case "hum" -> 180;
                        default -> 1400;
                    };
            phase += 2 * Math.PI * pitch * hertz / RATE;
            double wave = word.equals("hiss") ? between(-1, 1) : StrictMath.sin(phase);
            samples.add(loudness * wave * StrictMath.sin(Math.PI * part));
        }
    }

    private static int samples(double seconds) {
        return (int) Math.round(seconds * RATE);
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** A RIFF file of one channel of unsigned bytes, with a little noise in all of it. */
    private byte[] wav(List<Double> samples) {
        int padded = samples.size() + samples.size() % 2;
        var file = ByteBuffer.allocate(44 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put(name("RIFF")).putInt(36 + padded).put(name("WAVE"));
        file.put(name("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        file.putInt(RATE).putInt(RATE).putShort((short) 1).putShort((short) 8);
        file.put(name("data")).putInt(samples.size());
        for (double sample : samples) {
            file.put((byte) Math.round(128 + 127 * Math.max(-1, Math.min(1, sample + between(-0.03, 0.03)))));
        }
        return file.array();
    }

    private static byte[] name(String chunk) {
        return chunk.getBytes(StandardCharsets.US_ASCII);
    }
}
