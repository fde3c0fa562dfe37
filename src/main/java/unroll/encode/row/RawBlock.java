package unroll.encode.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.IntStream;
import unroll.data.ContentHash;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/**
 * A block of rows between reading and encoding: words as indexes into a dictionary of the block,
 * since the vocabulary is not known yet, and vectors unscaled, since their scale is not known yet.
 * So every row is read only once. A plain class of arrays, since Spark caches it.
 */
public final class RawBlock implements Serializable {
    private static final int TOKENS = 256_000; // words or numbers
    private static final double[] NONE = {};

    private final String[] words; // the distinct words; empty if steps are vectors
    private final String[] labels; // the distinct labels, or words of targets; empty without
    private final int[] tokens; // indexes into words
    private final int[] starts; // [examples + 1], in tokens
    private final int[] targets; // indexes into labels, of all examples
    private final int[] targetStarts; // [examples + 1], in targets
    private final String[] seconds; // [examples], second targets; empty without
    private final int[][] terms; // [examples], second targets of terms; empty without
    private final double[][] vectors; // [examples]; empty if steps are words
    private final double[][] values; // [examples] targets; empty without
    private final Widths[] widths; // [examples]; empty if no example has vectors or values
    private final long[] high; // [examples], of the content's hash
    private final long[] low; // [examples]
    private final BitSet cut; // the examples that do not have all steps of their rows
    private final Rejected[] rejected;

    private RawBlock(Builder builder) {
        words = builder.words.keySet().toArray(new String[0]);
        labels = builder.labels.keySet().toArray(new String[0]);
        tokens = Arrays.copyOf(builder.tokens, builder.count);
        starts = ints(builder.ends, 1);
        targets = ints(builder.targets, 0);
        targetStarts = ints(builder.targetEnds, 1);
        seconds = builder.seconds.toArray(new String[0]);
        terms = builder.terms.toArray(new int[0][]);
        vectors = builder.vectors.toArray(new double[0][]);
        values = builder.values.toArray(new double[0][]);
        widths = builder.widths.toArray(new Widths[0]);
        high = builder.hashes.stream().mapToLong(ContentHash::high).toArray();
        low = builder.hashes.stream().mapToLong(ContentHash::low).toArray();
        cut = builder.cut;
        rejected = builder.rejected.toArray(new Rejected[0]);
    }

    /**
     * @param of the block whose words are replaced; all else is the same
     * @param words of which tokens of the examples are indexes
     */
    private RawBlock(RawBlock of, String[] words, int[] tokens, int[] starts, BitSet cut) {
        this.words = words;
        this.tokens = tokens;
        this.starts = starts;
        this.cut = cut;
        labels = of.labels;
        targets = of.targets;
        targetStarts = of.targetStarts;
        seconds = of.seconds;
        terms = of.terms;
        vectors = of.vectors;
        values = of.values;
        widths = of.widths;
        high = of.high;
        low = of.low;
        rejected = of.rejected;
    }

    /**
     * Returns the same rows with their words cut into pieces.
     *
     * @param pieces of a word
     * @param limit of the pieces of an example
     */
    public RawBlock split(Function<String, List<String>> pieces, Limit limit) {
        var places = new LinkedHashMap<String, Integer>();
        var ofWord = new int[words.length][];
        for (int word = 0; word < words.length; word++) {
            ofWord[word] =
                    pieces.apply(words[word]).stream()
                            .mapToInt(piece -> Builder.place(places, piece))
                            .toArray();
        }
        var all = IntStream.builder();
        var begins = new int[starts.length];
        var shortened = (BitSet) cut.clone();
        for (int i = 0; i < examples(); i++) {
            int[] own = pieces(i, ofWord);
            shortened.set(i, shortened.get(i) || limit.cuts(own.length));
            int[] kept = limit.of(own);
            for (int piece : kept) {
                all.add(piece);
            }
            begins[i + 1] = Math.addExact(begins[i], kept.length);
        }
        var distinct = places.keySet().toArray(new String[0]);
        return new RawBlock(this, distinct, all.build().toArray(), begins, shortened);
    }

    /** Returns the pieces of an example's words. */
    private int[] pieces(int example, int[]... ofWord) {
        int count = 0;
        for (int t = starts[example]; t < starts[example + 1]; t++) {
            count = Math.addExact(count, ofWord[tokens[t]].length);
        }
        var all = new int[count];
        int at = 0;
        for (int t = starts[example]; t < starts[example + 1]; t++) {
            int[] own = ofWord[tokens[t]];
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        return all;
    }

    /** Converts to an array that begins with so many zeros. */
    private static int[] ints(List<Integer> numbers, int zeros) {
        var array = new int[zeros + numbers.size()];
        for (int i = 0; i < numbers.size(); i++) {
            array[zeros + i] = numbers.get(i);
        }
        return array;
    }

    public int examples() {
        return high.length;
    }

    /** Returns the number of examples that do not have all steps of their rows. */
    public long cut() {
        return cut.cardinality();
    }

    /** Returns the number of words of all examples. */
    public int tokens() {
        return tokens.length;
    }

    public int length(int example) {
        return starts[example + 1] - starts[example];
    }

    /** Returns the labels of an example, or the words of its target, in their order. */
    public List<String> labels(int example) {
        return Arrays.stream(targets, targetStarts[example], targetStarts[example + 1])
                .mapToObj(place -> labels[place])
                .toList();
    }

    /** Returns the second target of an example, a label; null without one. */
    public String second(int example) {
        return seconds.length == 0 ? null : seconds[example];
    }

    /** Returns the second target of an example if it consists of terms; else empty. */
    public int[] terms(int example) {
        return terms.length == 0 ? new int[0] : terms[example];
    }

    /** Returns the labels of an example as text; null if it has none. */
    public String label(int example) {
        // The mark at the end of written words is not the row's.
        var own = labels(example).stream().filter(word -> !word.equals(Vocabulary.END)).toList();
        return own.isEmpty() ? null : String.join(" ", own);
    }

    public ContentHash hash(int example) {
        return new ContentHash(high[example], low[example]);
    }

    public List<Rejected> rejected() {
        return List.of(rejected);
    }

    /** Returns the distinct words, to which {@link #places} refers. */
    public List<String> words() {
        return List.of(words);
    }

    /** Returns the words of an example, as indexes into {@link #words}. */
    public int[] places(int example) {
        return Arrays.copyOfRange(tokens, starts[example], starts[example + 1]);
    }

    /** Returns whether steps are vectors. */
    public boolean ofVectors() {
        return vectors.length > 0;
    }

    /** Returns the numbers of all steps of an example; empty if steps are words. */
    public double[] vectors(int example) {
        return ofVectors() ? vectors[example] : NONE;
    }

    /** Returns the target values of an example; empty if targets are not values. */
    public double[] values(int example) {
        return values.length == 0 ? NONE : values[example];
    }

    public Widths widths(int example) {
        return widths.length == 0 ? Widths.NONE : widths[example];
    }

    /** Returns a readable form of an example: words separated by spaces, or numbers. */
    public String text(int example) {
        if (ofVectors()) {
            return Arrays.toString(vectors[example]);
        }
        return Arrays.stream(places(example))
                .mapToObj(place -> words[place])
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    /** Reads records into blocks of about 256,000 words or numbers, one at a time. */
    public static Iterator<RawBlock> read(
            Iterator<RawRecord> rows, RecordReader.Columns columns, long seed) {
        var reader = new RecordReader(columns);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RawBlock next() {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                var builder = new Builder();
                while (rows.hasNext() && !builder.full()) {
                    builder.add(reader, rows.next(), seed);
                }
                return new RawBlock(builder);
            }
        };
    }

    private static final class Builder {
        final Map<String, Integer> words = new LinkedHashMap<>();
        final Map<String, Integer> labels = new LinkedHashMap<>();
        final List<Integer> ends = new ArrayList<>();
        final List<Integer> targets = new ArrayList<>();
        final List<Integer> targetEnds = new ArrayList<>();
        final List<double[]> vectors = new ArrayList<>();
        final List<double[]> values = new ArrayList<>();
        final List<Widths> widths = new ArrayList<>();
        final List<String> seconds = new ArrayList<>();
        final List<int[]> terms = new ArrayList<>();
        final List<ContentHash> hashes = new ArrayList<>();
        final BitSet cut = new BitSet();
        final List<Rejected> rejected = new ArrayList<>();
        int[] tokens = new int[4096];
        int count;
        int numbers;

        boolean full() {
            return count + numbers >= TOKENS || rejected.size() >= 1000;
        }

        void add(RecordReader reader, RawRecord row, long seed) {
            var wrong = reader.read(row);
            if (wrong != null) {
                rejected.add(wrong);
                return;
            }
            if (reader.vectors().length > 0) {
                vectors.add(reader.vectors());
                numbers += reader.vectors().length;
            }
            if (reader.values().length > 0) {
                values.add(reader.values());
            }
            if (!reader.widths().equals(Widths.NONE)) {
                widths.add(reader.widths());
            }
            addWords(reader.words());
            for (var label : reader.labels()) {
                targets.add(place(labels, label));
            }
            targetEnds.add(targets.size());
            if (reader.second() != null) {
                seconds.add(reader.second());
            }
            int[] ofTerms = reader.terms();
            if (ofTerms.length > 0) {
                terms.add(ofTerms);
            }
            cut.set(hashes.size(), reader.cut());
            hashes.add(reader.hash(seed));
        }

        private void addWords(List<String> found) {
            if (count + found.size() > tokens.length) {
                tokens = Arrays.copyOf(tokens, Math.max(count + found.size(), 2 * tokens.length));
            }
            for (var word : found) {
                tokens[count++] = place(words, word);
            }
            ends.add(count);
        }

        private static int place(Map<String, Integer> places, String name) {
            var place = places.putIfAbsent(name, places.size());
            return place == null ? places.size() - 1 : place;
        }
    }
}
