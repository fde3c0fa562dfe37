package unroll.io.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.message.Printable;

/** The words of a model, one JSON string a line, in the order of their ids. */
public final class VocabularyFile {
    private VocabularyFile() {}

    public static void write(OutputStream out, List<String> words) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        for (var word : words) {
            writer.write(quote(word));
            writer.write('\n');
        }
        writer.flush();
    }

    /**
     * Quotes a word so that any script stays readable: only line ends and non-characters are
     * escaped.
     */
    private static String quote(String word) {
        var quoted = new StringBuilder("\"");
        word.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').appendCodePoint(c);
                            } else if (Character.isISOControl(c)
                                    || c == '\u2028'
                                    || c == '\u2029'
                                    || (c >= Character.MIN_SURROGATE
                                            && c <= Character.MAX_SURROGATE)) {
                                quoted.append("\\u%04x".formatted(c));
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        });
        return quoted.append('"').toString();
    }

    /**
     * Reads the words.
     *
     * @throws CorruptFileException if a line is not a JSON string, or a word occurs twice
     */
    public static List<String> read(Store store, String path, String remedy) throws IOException {
        var words = new ArrayList<String>();
        var lines = new HashMap<String, Integer>();
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                store.read(path), StandardCharsets.UTF_8.newDecoder()))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var word = Json.MAPPER.readTree(line);
                if (!word.isTextual()) {
                    throw noWord(path, words.size() + 1, remedy);
                }
                words.add(word.textValue());
                var first = lines.put(word.textValue(), words.size());
                if (first != null) {
                    throw new CorruptFileException(
                            String.format(
                                    Locale.ROOT,
                                    "%s is damaged: the word '%s' stands in line %d and again in line %d: %s",
                                    path,
                                    Printable.brief(word.textValue()),
                                    first,
                                    words.size(),
                                    remedy));
                }
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw noWord(path, words.size() + 1, remedy);
        }
        return List.copyOf(words);
    }

    private static CorruptFileException noWord(String path, int line, String remedy) {
        return new CorruptFileException(
                path + " is damaged: line " + line + " is not a JSON string: " + remedy);
    }
}
