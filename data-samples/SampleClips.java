import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes the sample of task {@code frames}: clips of 5 by 5 pixels with a small shape that moves or rests, and for each frame
 * what the shape did since the frame before ({@code left}, {@code right}, {@code up}, {@code down} or {@code still}). No
 * frame tells that by itself. Pixels are between 0 and 9, with noise.
 *
 * <pre>java data-samples/SampleClips.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleClips {
    private static final int SIZE = 5; // pixels of a side
    private static final int FRAMES = 24;
    private static final List<String> MOVES = List.of("left", "right", "up", "down", "still");
    private static final int[] DX = {-1, 1, 0, 0, 0};
    private static final int[] DY = {0, 0, -1, 1, 0};

    /** Cells of two by two that belong to a shape: a square, a corner, a diagonal. */
    private static final boolean[][] SHAPES = {
        {true, true, true, true}, {true, true, true, false}, {true, false, false, true}
    };

    private final Random random = new Random(2026);

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("clips");
        var clips = new SampleClips();
        clips.write(folder.resolve("train"), 250);
        clips.write(folder.resolve("test"), 50);
    }

    private void write(Path folder, int count) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(clip()).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** A clip as a line of JSON. */
    private String clip() {
        var shape = SHAPES[random.nextInt(SHAPES.length)];
        int x = random.nextInt(SIZE - 1);
        int y = random.nextInt(SIZE - 1);
        int move = 4;
        int left = 2 + random.nextInt(3); // frames of this move
        var frames = new ArrayList<String>();
        var moves = new ArrayList<String>();
        for (int t = 0; t < FRAMES; t++) {
            while (left == 0 || !inside(x + DX[move]) || !inside(y + DY[move])) {
                move = random.nextInt(MOVES.size());
                left = 2 + random.nextInt(4);
            }
            // A clip begins at rest, for there is no frame before the first.
            if (t > 0) {
                x += DX[move];
                y += DY[move];
            }
            left--;
            frames.add(frame(shape, x, y));
            moves.add(MOVES.get(move));
        }
        return "{\"clip\":[%s],\"moves\":\"%s\"}".formatted(String.join(",", frames), String.join(" ", moves));
    }

    private static boolean inside(int place) {
        return place >= 0 && place < SIZE - 1;
    }

    private String frame(boolean[] shape, int x, int y) {
        var pixels = new ArrayList<String>();
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                int i = row - y;
                int j = column - x;
                boolean part = i >= 0 && i < 2 && j >= 0 && j < 2 && shape[2 * i + j];
                long grey = Math.round((part ? 7 : 1) + random.nextGaussian());
                pixels.add("" + Math.max(0, Math.min(9, grey)));
            }
        }
        return "[" + String.join(",", pixels) + "]";
    }
}
