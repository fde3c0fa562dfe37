import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Gives the images of Flickr8k (Hodosh et al. 2013) random features in place of those of an image network, to measure speed and
 * memory of captions: a row for each caption, with the columns features and caption. The captions are lines of
 * {@code IMAGE#NUMBER<tab>CAPTION}. The first 6,000 images are for training, the next 1,000 for validation.
 *
 * <pre>java data-samples/RandomFeatures.java captions.token.txt FOLDER [features]</pre>
 *
 * There are 2,048 features unless given. The same program gives the same bytes.
 */
public final class RandomFeatures {
    public static void main(String[] arguments) throws IOException {
        int width = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2048;
        var captions = new TreeMap<String, List<String>>(); // by image
        for (var line : Files.readAllLines(Path.of(arguments[0]))) {
            var parts = line.split("\t", 2);
            var image = parts[0].substring(0, parts[0].indexOf('#'));
            captions.computeIfAbsent(image, name -> new ArrayList<>()).add(parts[1].toLowerCase(java.util.Locale.ROOT));
        }
        var random = new Random(1);
        var folder = Files.createDirectories(Path.of(arguments[1]));
        int number = 0;
        try (var train = writer(folder, "train"); var validation = writer(folder, "validation")) {
            for (var image : captions.values()) {
                if (number == 7000) {
                    break;
                }
                var features = new StringBuilder();
                for (int i = 0; i < width; i++) {
                    features.append(i == 0 ? "" : ",").append(Math.round(10 * random.nextGaussian()) / 10.0);
                }
                var out = number++ < 6000 ? train : validation;
                for (var caption : image) {
                    out.write("{\"features\":[%s],\"caption\":\"%s\"}\n".formatted(features, quoted(caption)));
                }
            }
        }
    }

    private static String quoted(String caption) {
        return caption.strip().replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", " ");
    }

    private static BufferedWriter writer(Path folder, String part) throws IOException {
        var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(part + ".json.gz")));
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }
}
