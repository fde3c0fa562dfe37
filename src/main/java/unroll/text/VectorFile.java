package unroll.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Reads word vectors in the text form of word2vec, GloVe and fastText, or in word2vec's binary
 * form. A line of text holds a word and its numbers with spaces or tabs between them, and a word
 * may contain spaces; a first line with the number of words and the width may precede them.
 *
 * <p>Words are normalised like those of texts. Numbers are read only from the lines of words in the
 * vocabulary. If a word occurs more than once, its first line counts.
 */
public final class VectorFile {
    private static final int SHORT_LINE = 4096; // bytes, what the longest word may take
    private static final Pattern HEADER = Pattern.compile("(\\d{1,18}) +(\\d{1,9}) *\\r?\\n");

    private final String name;
    private final int width;
    private final Vocabulary vocabulary;
    private final Normalization normalization;
    private final VectorStream stream;
    private final VectorLine line;
    private final WordVectors vectors;
    private long announced = -1; // words, by the file's first line
    private long lines;
    private long duplicates;
    private long wrongWidth;
    private long noNumbers;
    private String firstBad = "";

    /**
     * A summary of a file.
     *
     * @param lines with a word
     * @param announced words that its first line announces; -1 without such a line
     * @param duplicates lines of known words that had a vector already
     * @param wrongWidth lines with more or fewer numbers than the others
     * @param noNumbers lines of known words with something that is no finite number
     */
    public record Content(
            WordVectors vectors,
            long lines,
            long announced,
            long duplicates,
            long wrongWidth,
            long noNumbers) {
        public long badLines() {
            return wrongWidth + noNumbers;
        }

        /** Returns whether the file has as many words as its first line announces, if it does. */
        public boolean whole() {
            return announced < 0 || announced == lines;
        }
    }

    private VectorFile(
            VectorStream stream, int width, Vocabulary vocabulary, Normalization normalization) {
        this.stream = stream;
        name = stream.name();
        this.width = width;
        this.vocabulary = vocabulary;
        this.normalization = normalization;
        line = new VectorLine(stream.in(), SHORT_LINE + 64 * width);
        vectors = new WordVectors(vocabulary.size(), width);
    }

    /**
     * Reads a file to its end.
     *
     * @param in closed by the caller
     * @param name of the file, for messages
     * @param width numbers of a vector
     * @param normalization of the vocabulary's words
     * @param mostBad largest share of lines that may be bad
     * @throws UnusableVectorsException when it has another form or width, more bad lines than may
     *     be, no word of the vocabulary, or is damaged
     */
    public static Content read(
            InputStream in,
            String name,
            int width,
            Vocabulary vocabulary,
            Normalization normalization,
            double mostBad)
            throws IOException, UnusableVectorsException {
        try {
            var stream = VectorStream.open(in, name);
            var file = new VectorFile(stream, width, vocabulary, normalization);
            var content = file.read(mostBad);
            stream.requireOnlyFile();
            return content;
        } catch (EOFException | ZipException e) {
            throw new UnusableVectorsException(name + ": the file is damaged: " + e.getMessage());
        }
    }

    private Content read(double mostBad) throws IOException, UnusableVectorsException {
        var beginning = stream.beginning();
        var header =
                HEADER.matcher(new String(beginning, StandardCharsets.ISO_8859_1))
                        .region(0, Math.min(40, beginning.length));
        if (header.lookingAt() && BinaryVectors.follow(beginning, header.end())) {
            readHeader(header.group(1), header.group(2));
            stream.in().skipNBytes(header.end());
            readBinary();
        } else {
            readText();
        }
        if (wrongWidth + noNumbers > mostBad * lines) {
            throw new UnusableVectorsException(
                    String.format(
                            Locale.ROOT,
                            "%s: %d of %d lines are bad, more than data.maxRejected allows; the first is line %s",
                            name,
                            wrongWidth + noNumbers,
                            lines,
                            firstBad));
        }
        if (vectors.count() == 0) {
            throw unusable(
                    "the file ends, and none of its "
                            + lines
                            + " lines is of a word of the vocabulary");
        }
        return new Content(vectors, lines, announced, duplicates, wrongWidth, noNumbers);
    }

    private void readBinary() throws IOException, UnusableVectorsException {
        var binary = new BinaryVectors(stream.in(), width);
        var vector = new float[width];
        try {
            for (; lines < announced; lines++) {
                binary.next();
                int id = known(binary.word());
                if (id >= 0) {
                    binary.copyTo(vector);
                    put(id, vector, finite(vector));
                }
            }
        } catch (EOFException e) {
            throw new UnusableVectorsException(
                    "%s: the file is damaged in word %s of %s: %s"
                            .formatted(
                                    name,
                                    Long.toString(lines + 1),
                                    Long.toString(announced),
                                    e.getMessage()));
        }
    }

    private static boolean finite(float[] vector) {
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private void readText() throws IOException, UnusableVectorsException {
        var vector = new float[width];
        try {
            for (boolean first = true; line.next(); first = false) {
                if (line.tooLong()) {
                    throw unusable(expected() + ", got a line without end; is it a binary file?");
                }
                if (first && line.fields() == 2 && line.wholeNumbers()) {
                    readHeader(line.field(0), line.field(1));
                    continue;
                }
                lines++;
                if (line.fields() == width && line.startsBlank()) {
                    continue; // the word is a space
                }
                if (line.fields() < 1 + width || line.numbers(1, line.fields() - width)) {
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
    }

    /** Stores the number of words, and checks the width. */
    private void readHeader(String words, String given) throws UnusableVectorsException {
        if (!given.equals(Integer.toString(width))) {
            throw unusable(
                    "the file's vectors are %s wide, the input is %s wide: set its width to %s"
                            .formatted(given, Integer.toString(width), given));
        }
        announced = Long.parseLong(words);
    }

    /** Reports a first vector that does not fit: the width is wrong, or the whole file. */
    private void requireFirst() throws UnusableVectorsException {
        if (lines > 1) {
            return;
        }
        int numbers = line.fields() - 1;
        if (numbers > 0 && line.numbers(1, line.fields())) {
            throw unusable(
                    expected()
                            + ", got "
                            + numbers
                            + " numbers: set the input's width to that, or give another file");
        }
        throw unusable(
                expected()
                        + " with spaces or tabs between them, got another line; is it a file of word"
                        + " vectors in text form?");
    }

    private void take(float[] vector) {
        int id = known(line.joined(line.fields() - width));
        if (id >= 0) {
            put(id, vector, numbers(vector));
        }
    }

    /** Returns the id of a word; -1 if it is not in the vocabulary. */
    private int known(String word) {
        int id = vocabulary.id(normalization.of(word));
        return id < vocabulary.unknownBuckets() ? -1 : id;
    }

    private void put(int id, float[] vector, boolean finite) {
        if (vectors.has(id)) {
            duplicates++;
        } else if (finite) {
            vectors.put(id, vector);
        } else {
            noNumbers++;
            bad("got something else");
        }
    }

    private boolean numbers(float[] vector) {
        int from = line.fields() - width;
        for (int i = 0; i < width; i++) {
            var field = line.field(from + i);
            vector[i] = VectorLine.number(field);
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
