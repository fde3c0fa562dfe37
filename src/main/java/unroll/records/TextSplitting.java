package unroll.records;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/** Splits a text file into records. */
public interface TextSplitting extends Serializable {
    /**
     * Splits.
     *
     * @param reader is read as the records are asked for
     * @param file names it in messages
     * @throws UncheckedIOException if reading fails
     */
    Iterator<TextRecord> records(Reader reader, String file);

    /** Each line that holds something. */
    static TextSplitting lines() {
        return (reader, file) ->
                new BufferedReader(reader)
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .map(line -> new TextRecord(line, false))
                        .iterator();
    }

    /** Each line, the empty ones too. */
    static TextSplitting allLines() {
        return (reader, file) ->
                new BufferedReader(reader)
                        .lines()
                        .map(line -> new TextRecord(line, false))
                        .iterator();
    }

    /** The file as one record. */
    static TextSplitting whole() {
        return (reader, file) -> List.of(new TextRecord(text(reader), false)).iterator();
    }

    private static String text(Reader reader) {
        var text = new StringBuilder();
        var chunk = new char[8192];
        try {
            for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
                text.append(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
