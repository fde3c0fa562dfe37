import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the sample of task {@code caption}: scenes of one or two shapes on a grid of two by three places, and a sentence that
 * says what is where, from the top left to the bottom right. A scene's features are a random projection of what lies in each
 * place, with noise, as a network over images might leave them.
 *
 * <pre>java data-samples/SampleScenes.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleScenes {
    private static final int FEATURES = 48;
    private static final double NOISE = 0.05;

    private static final List<String> COLOURS = List.of("red", "green", "blue", "yellow");
    private static final List<String> SHAPES = List.of("circle", "square", "triangle", "star");
    private static final List<String> PLACES =
            List.of(
                    "at the top left",
                    "at the top",
                    "at the top right",
                    "at the bottom left",
                    "at the bottom",
                    "at the bottom right");

    private final Random random = new Random(2026);
    private final Set<List<Integer>> seen = new HashSet<>();
    private final double[][] projection = new double[PLACES.size() * (COLOURS.size() + SHAPES.size())][FEATURES];

    private SampleScenes() {
        for (var row : projection) {
            for (int i = 0; i < FEATURES; i++) {
                row[i] = random.nextGaussian();
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("scenes");
        var scenes = new SampleScenes();
        scenes.write(folder.resolve("train"), 2000);
        scenes.write(folder.resolve("test"), 300);
    }

    private void write(Path folder, int count) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            var scene = scene();
            while (!seen.add(scene)) {
                scene = scene();
            }
            lines.append(line(scene)).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** The thing in each place: its colour and shape as one number, or -1 for none. */
    private List<Integer> scene() {
        var things = new ArrayList<Integer>();
        PLACES.forEach(place -> things.add(-1));
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            things.set(random.nextInt(PLACES.size()), random.nextInt(COLOURS.size() * SHAPES.size()));
        }
        return things;
    }

    private String line(List<Integer> scene) {
        var parts = new ArrayList<String>();
        var features = new double[FEATURES];
        for (int place = 0; place < scene.size(); place++) {
            int thing = scene.get(place);
            if (thing >= 0) {
                int colour = thing % COLOURS.size();
                int shape = thing / COLOURS.size();
                parts.add("a " + COLOURS.get(colour) + " " + SHAPES.get(shape) + " " + PLACES.get(place));
                int first = place * (COLOURS.size() + SHAPES.size());
                for (int i = 0; i < FEATURES; i++) {
                    features[i] += projection[first + colour][i] + projection[first + COLOURS.size() + shape][i];
                }
            }
        }
        var numbers =
                IntStream.range(0, FEATURES)
                        .mapToObj(i -> String.format(Locale.ROOT, "%.1f", features[i] + NOISE * random.nextGaussian()))
                        .collect(Collectors.joining(","));
        return "{\"features\":[%s],\"caption\":\"%s\"}".formatted(numbers, String.join(" and ", parts));
    }
}
