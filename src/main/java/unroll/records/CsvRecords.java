package unroll.records;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import unroll.encode.row.RecordReader;

/**
 * Splits CSV into its records by RFC 4180: a value in quotes may contain separators, line breaks
 * and doubled quotes. If a record breaks these rules (a quote that is never closed, text after a
 * closing quote), its first line alone is a broken record and reading continues with the next line;
 * parser libraries join everything up to the next quote instead. Lines without any character are no
 * records.
 */
public final class CsvRecords implements Iterator<TextRecord> {
    /** Characters of the longest record: a quote that closes later was left open. */
    private static final int LONGEST = 2 * RecordReader.LONGEST;

    private static final int CHUNK = 8192;
    private static final int END = -1;
    private static final int BROKEN = -2;

    private final Reader in;
    private final Form form;
    private final StringBuilder text = new StringBuilder(); // read, the records before `at` given
    private final char[] chunk = new char[CHUNK];
    private int at;
    private boolean ended;

    /**
     * The characters that csv is written with.
     *
     * @param quote 0 for none
     * @param escape precedes a literal quote within quotes; the quote itself if quotes are doubled
     * @param comment begins lines that are no records; 0 for none
     * @param spaces whether spaces around quotes do not count
     */
    public record Form(String separator, char quote, char escape, char comment, boolean spaces)
            implements Serializable {
        public static Form of(Map<String, String> options) {
            var separator =
                    options.getOrDefault("sep", options.getOrDefault("delimiter", ","))
                            .replace("\\t", "\t");
            return new Form(
                    separator.isEmpty() ? "," : separator,
                    character(options.getOrDefault("quote", "\"")),
                    character(options.getOrDefault("escape", "\"")),
                    character(options.getOrDefault("comment", "")),
                    Boolean.parseBoolean(options.get("ignoreLeadingWhiteSpace"))
                            || Boolean.parseBoolean(options.get("ignoreTrailingWhiteSpace")));
        }

        private static char character(String option) {
            return option.isEmpty() ? 0 : option.charAt(0);
        }
    }

    public CsvRecords(Reader in, Form form) {
        this.in = in;
        this.form = form;
    }

    @Override
    public boolean hasNext() {
        while (true) {
            int c = peek(0);
            if (c == END) {
                return false;
            }
            if (form.comment() != 0 && c == form.comment()) {
                skipLine();
            } else if (c == '\n' || c == '\r') {
                at++;
            } else {
                return true;
            }
        }
    }

    @Override
    public TextRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int length = record();
        boolean broken = length == BROKEN;
        if (broken) {
            length = line();
        }
        var record = text.substring(at, at + length);
        at += length;
        skipLineBreak();
        if (at > CHUNK) {
            text.delete(0, at);
            at = 0;
        }
        return new TextRecord(record, broken);
    }

    /** The length of the record that begins here, or BROKEN. */
    private int record() {
        int i = 0;
        while (true) {
            i = value(i);
            if (i == BROKEN || isLineEnd(peek(i))) {
                return i;
            }
            i += form.separator().length();
        }
    }

    /** The place behind the value that begins at one: of a separator or a line's end. */
    private int value(int from) {
        int i = form.spaces() ? behindSpaces(from) : from;
        if (form.quote() != 0 && peek(i) == form.quote()) {
            i = behindQuotes(i + 1);
            if (i == BROKEN) {
                return BROKEN;
            }
            i = form.spaces() ? behindSpaces(i) : i;
            return isLineEnd(peek(i)) || separates(i) ? i : BROKEN;
        }
        while (!isLineEnd(peek(i)) && !separates(i)) {
            i++;
        }
        return i;
    }

    /** The place behind the closing quote, from the place behind the opening one. */
    private int behindQuotes(int from) {
        for (int i = from; i < LONGEST; i++) {
            int c = peek(i);
            if (c == END) {
                return BROKEN;
            }
            if (c == form.escape() && c != form.quote()) {
                i++;
            } else if (c == form.quote()) {
                if (form.escape() != form.quote() || peek(i + 1) != form.quote()) {
                    return i + 1;
                }
                i++;
            }
        }
        return BROKEN;
    }

    private int behindSpaces(int from) {
        int i = from;
        while (peek(i) == ' ' && !separates(i)) {
            i++;
        }
        return i;
    }

    private boolean separates(int i) {
        var separator = form.separator();
        for (int k = 0; k < separator.length(); k++) {
            if (peek(i + k) != separator.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private int line() {
        int length = 0;
        while (!isLineEnd(peek(length))) {
            length++;
        }
        return length;
    }

    private void skipLine() {
        at += line();
        skipLineBreak();
    }

    private void skipLineBreak() {
        if (peek(0) == '\r') {
            at++;
        }
        if (peek(0) == '\n') {
            at++;
        }
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r' || c == END;
    }

    /** The character so far ahead, or END. */
    private int peek(int ahead) {
        while (at + ahead >= text.length() && !ended) {
            try {
                int count = in.read(chunk);
                ended = count < 0;
                text.append(chunk, 0, Math.max(0, count));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }
}
