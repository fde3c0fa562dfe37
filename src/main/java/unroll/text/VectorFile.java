package unroll.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads word vectors in the text form of word2vec, GloVe and fastText: a line holds a word and its
 * numbers with spaces or tabs between them; a first line with the number of words and the width may
 * stand before. A gzipped file is told by its first two bytes.
 *
 * <p>Only the lines of words that the vocabulary has are read as numbers. Of a word that occurs
 * more than once the first line counts.
 */
public final class VectorFile {
    private static final int SHORT_LINE = 4096; // bytes, what the longest word may take

    private final String name;
    private final int width;
    private final Vocabulary vocabulary;
    private final VectorLine line;
    private final WordVectors vectors;
    private long lines;
    private long duplicates;
    private long wrongWidth;
    private long noNumbers;
    private String firstBad = "";

    /**
     * What a file held.
     *
     * @param lines with a word
     * @param duplicates lines of known words that had a vector already
     * @param wrongWidth lines of more or fewer numbers than the others
     * @param noNumbers lines of known words with something that is no finite number
     */
    public record Content(
            WordVectors vectors, long lines, long duplicates, long wrongWidth, long noNumbers) {
        public long badLines() {
            return wrongWidth + noNumbers;
        }
    }

    private VectorFile(InputStream in, String name, int width, Vocabulary vocabulary) {
        this.name = name;
        this.width = width;
        this.vocabulary = vocabulary;
        line = new VectorLine(in, SHORT_LINE + 64 * width);
        vectors = new WordVectors(vocabulary.size(), width);
    }

    /**
     * Reads a file to its end.
     *
     * @param in closed by the caller
     * @param name of the file, for messages
     * @param width numbers of a vector
     * @param mostBad largest share of lines that may be bad
     * @throws UnusableVectorsException when it has another width, more bad lines than may be, no
     *     word of the vocabulary, or is damaged
     */
    public static Content read(
            InputStream in, String name, int width, Vocabulary vocabulary, double mostBad)
            throws IOException, UnusableVectorsException {
        return new VectorFile(plain(in), name, width, vocabulary).read(mostBad);
    }

    private static InputStream plain(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean zipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return zipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private Content read(double mostBad) throws IOException, UnusableVectorsException {
        var vector = new float[width];
        try {
            for (boolean first = true; line.next(); first = false) {
                if (line.tooLong()) {
                    throw unusable(expected() + ", got a line without end; is it a binary file?");
                }
                if (first && isHeader()) {
                    continue;
                }
                lines++;
                if (line.fields() != 1 + width) {
                    wrongWidth++;
                    bad("got " + (line.fields() - 1) + " numbers");
                    requireFirst();
                } else {
                    take(vector);
                }
            }
        } catch (EOFException | ZipException e) {
            throw unusable("the file is damaged after this line: " + e.getMessage());
        }
        if (wrongWidth + noNumbers > mostBad * lines) {
            throw new UnusableVectorsException(
                    "%s: %d of %d lines are bad, more than data.maxRejected allows; the first is line %s"
                            .formatted(name, wrongWidth + noNumbers, lines, firstBad));
        }
        if (vectors.count() == 0) {
            throw unusable(
                    "the file ends, and none of its %d lines is of a word of the vocabulary"
                            .formatted(lines));
        }
        return new Content(vectors, lines, duplicates, wrongWidth, noNumbers);
    }

    /** Number of words and width; checks the width. */
    private boolean isHeader() throws UnusableVectorsException {
        if (line.fields() != 2 || !line.wholeNumbers()) {
            return false;
        }
        var given = line.field(1);
        if (!given.equals(Integer.toString(width))) {
            throw unusable(
                    "the file's vectors are %s wide, the input is %d wide: set its width to %s"
                            .formatted(given, width, given));
        }
        return true;
    }

    /** Where not even the first vector fits, it is the width that is wrong, not the line. */
    private void requireFirst() throws UnusableVectorsException {
        if (lines == 1) {
            throw unusable(
                    "%s, got %d numbers: set the input's width to that, or give another file"
                            .formatted(expected(), line.fields() - 1));
        }
    }

    private void take(float[] vector) {
        int id = vocabulary.id(line.field(0));
        if (id < vocabulary.unknownBuckets()) {
            return;
        }
        if (vectors.has(id)) {
            duplicates++;
        } else if (numbers(vector)) {
            vectors.put(id, vector);
        } else {
            noNumbers++;
        }
    }

    private boolean numbers(float[] vector) {
        for (int i = 0; i < width; i++) {
            var field = line.field(1 + i);
            try {
                vector[i] = Float.parseFloat(field);
            } catch (NumberFormatException e) {
                vector[i] = Float.NaN;
            }
            if (!Float.isFinite(vector[i])) {
                bad("got '" + field + "'");
                return false;
            }
        }
        return true;
    }

    private void bad(String got) {
        if (firstBad.isEmpty()) {
            firstBad = line.number() + ": " + expected() + ", " + got;
        }
    }

    private String expected() {
        return "expected a word and " + width + " finite numbers";
    }

    private UnusableVectorsException unusable(String why) {
        return new UnusableVectorsException(name + ":" + line.number() + ": " + why);
    }
}
