package unroll.io.model;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unroll.io.CorruptFileException;
import unroll.io.Store;

/** The n-grams of a model, one a line: the ids of its words with spaces between. */
final class NGramFile {
    private NGramFile() {}

    static void write(OutputStream out, List<int[]> ngrams) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
        for (int[] words : ngrams) {
            for (int i = 0; i < words.length; i++) {
                writer.write(i == 0 ? "" : " ");
                writer.write(Integer.toString(words[i]));
            }
            writer.write('\n');
        }
        writer.flush();
    }

    /**
     * Reads the n-grams.
     *
     * @throws CorruptFileException if a line does not consist of ids
     */
    static List<int[]> read(Store store, String path, String remedy) throws IOException {
        var ngrams = new ArrayList<int[]>();
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(store.read(path), StandardCharsets.US_ASCII))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var words = line.split(" ", -1);
                var ids = new int[words.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = Integer.parseInt(words[i]);
                }
                ngrams.add(ids);
            }
        } catch (NumberFormatException e) {
            throw new CorruptFileException(
                    String.format(
                            Locale.ROOT,
                            "%s is damaged: line %d does not consist of ids of words: %s",
                            path,
                            ngrams.size() + 1,
                            remedy));
        }
        return List.copyOf(ngrams);
    }
}
