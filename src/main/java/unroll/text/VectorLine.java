package unroll.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a file line by line, split at spaces and tabs. Works on bytes, since most lines of a file
 * of vectors are of words that are not needed.
 */
final class VectorLine {
    private final InputStream in;
    private final int longest; // bytes
    private final byte[] buffer = new byte[1 << 16];
    private int at; // in the buffer
    private int end; // of the buffer
    private byte[] line = new byte[4096];
    private int length;
    private int[] bounds = new int[64]; // [fields]: from, to
    private int fields;
    private long number;

    /**
     * @param longest maximum number of bytes of a line; only the beginning of a longer one is
     *     available
     */
    VectorLine(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Moves to the next line that is not blank; returns false at the end of the file. */
    boolean next() throws IOException {
        do {
            if (!readLine()) {
                return false;
            }
            cut();
        } while (fields == 0);
        return true;
    }

    private boolean readLine() throws IOException {
        length = 0;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            append(from, at);
            if (at < end) {
                at++; // the line's end
                break;
            }
            if (tooLong()) {
                break;
            }
        }
        number += any ? 1 : 0;
        return any;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private void append(int from, int to) {
        int more = Math.min(to - from, longest + 1 - length);
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }

    private void cut() {
        fields = 0;
        for (int i = 0; i < length; ) {
            while (i < length && isSeparator(line[i])) {
                i++;
            }
            int from = i;
            while (i < length && !isSeparator(line[i])) {
                i++;
            }
            if (i > from) {
                if (2 * fields == bounds.length) {
                    bounds = Arrays.copyOf(bounds, 2 * bounds.length);
                }
                bounds[2 * fields] = from;
                bounds[2 * fields + 1] = i;
                fields++;
            }
        }
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Returns the number of the line, from 1. */
    long number() {
        return number;
    }

    boolean tooLong() {
        return length > longest;
    }

    int fields() {
        return fields;
    }

    String field(int i) {
        int from = bounds[2 * i];
        return new String(line, from, bounds[2 * i + 1] - from, StandardCharsets.UTF_8);
    }

    /** Returns the fields from the first one on, joined by spaces. */
    String joined(int count) {
        return count == 1
                ? field(0)
                : IntStream.range(0, count).mapToObj(this::field).collect(Collectors.joining(" "));
    }

    /** Returns whether a space or a tab precedes the first field. */
    boolean startsBlank() {
        return bounds[0] > 0;
    }

    /** Returns whether there are fields in a range, and all of them are numbers. */
    boolean numbers(int from, int to) {
        for (int i = from; i < to; i++) {
            if (Float.isNaN(number(field(i)))) {
                return false;
            }
        }
        return from < to;
    }

    /** Returns NaN if the field is not a number. */
    static float number(String field) {
        try {
            return Float.parseFloat(field);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** Returns whether all fields consist of digits. */
    boolean wholeNumbers() {
        for (int i = 0; i < fields; i++) {
            for (int j = bounds[2 * i]; j < bounds[2 * i + 1]; j++) {
                if (line[j] < '0' || line[j] > '9') {
                    return false;
                }
            }
        }
        return true;
    }
}
