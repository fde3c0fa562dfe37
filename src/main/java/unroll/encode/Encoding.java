package unroll.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import unroll.conf.ModelConf;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.ContentHash;
import unroll.data.Example;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.data.Speller;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.encode.row.Widths;

/** The steps from raw blocks to shards, as executors run them. */
public final class Encoding implements Serializable {
    private final Codec codec;
    private final Schema schema;
    private final ModelConf model;

    /**
     * @param model tells whether the letters of words are needed
     */
    public Encoding(Codec codec, Schema schema, ModelConf model) {
        this.codec = codec;
        this.schema = schema;
        this.model = model;
    }

    /**
     * Encodes the examples of a block that are for validation, or those that are not, without those
     * with an unknown label or another width.
     */
    public Iterator<Entry> entries(RawBlock rows, double share, boolean validation) {
        var block = codec.pieces(rows);
        var ids = ids(block.words());
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < block.examples(); i++) {
            var hash = block.hash(i);
            if (hash.validation(share) == validation && usable(block, i, codec)) {
                entries.add(entry(block, i, ids));
            }
        }
        return entries.iterator();
    }

    /**
     * Returns whether an example is like those of the training set: its label is known, its width
     * is the same and its numbers are in range.
     */
    private static boolean usable(RawBlock block, int example, Codec codec) {
        return codec.accepts(block.labels(example)) && wrongNumbers(block, example, codec) == null;
    }

    /**
     * Reads a row. Returns null if a model can use it, else why it is rejected, which includes an
     * unknown label, another width and a number out of range.
     */
    public static Rejected read(RawRecord row, RecordReader reader, Codec codec) {
        var wrong = reader.read(row);
        if (wrong != null) {
            return wrong;
        }
        if (!codec.accepts(reader.labels())) {
            return reader.rejected(Reason.UNKNOWN_LABEL);
        }
        var reason = wrongNumbers(fits(reader, codec), reader.vectors(), reader.values(), codec);
        return reason == null ? null : reader.rejected(reason);
    }

    /** Reads a row for the model of this encoding. */
    public Rejected read(RawRecord row, RecordReader reader) {
        return read(row, reader, codec);
    }

    /** Whether a row has as many numbers a step, and in its target if that is read, as a codec. */
    private static boolean fits(RecordReader reader, Codec codec) {
        return reader.readsTargets()
                ? widthsMatch(reader.widths(), codec)
                : reader.widths().inputs() == codec.inputs().columns();
    }

    /**
     * Returns the steps of a good row as an example without a target.
     *
     * @param words gives words their ids
     */
    public static Example example(
            RecordReader reader, Codec codec, Function<List<String>, Example> words) {
        return codec.words()
                ? words.apply(reader.words())
                : Example.vectors(codec.inputs().encode(reader.vectors()));
    }

    /** Returns why a model cannot use an example's numbers; null if it can. */
    public static Reason wrongNumbers(RawBlock block, int example, Codec codec) {
        boolean fits = widthsMatch(block.widths(example), codec);
        return wrongNumbers(fits, block.vectors(example), block.values(example), codec);
    }

    private static Reason wrongNumbers(
            boolean fits, double[] vectors, double[] values, Codec codec) {
        if (!fits) {
            return Reason.OTHER_WIDTH;
        }
        return codec.inputs().fits(vectors) && codec.targets().fits(values)
                ? null
                : Reason.OUT_OF_RANGE;
    }

    /** Returns whether a good row has more words or vectors than an example made from it. */
    public static boolean cuts(RecordReader reader, Example example, Codec codec) {
        return reader.cut() || codec.cutsPieces(reader.words(), example.ids().length);
    }

    /** Returns whether words are cut into pieces, which blocks do not hold. */
    public boolean splitsWords() {
        return codec.merges().splits();
    }

    /** Returns how many of a block's examples are cut, as words or as pieces. */
    public long cut(RawBlock block) {
        return codec.pieces(block).cut();
    }

    /** Returns whether steps and targets are as wide as a codec's. */
    public static boolean widthsMatch(Widths widths, Codec codec) {
        return widths.inputs() == codec.inputs().columns()
                && widths.targets() == codec.targets().columns();
    }

    /** Returns the ids of words; -1 for a word whose letters are needed. */
    private int[] ids(List<String> words) {
        var vocabulary = codec.vocabulary();
        return words.stream()
                .mapToInt(
                        word ->
                                Speller.needsLetters(word, vocabulary, model)
                                        ? -1
                                        : vocabulary.id(word))
                .toArray();
    }

    /**
     * @param ids of the block's words
     */
    private Entry entry(RawBlock block, int i, int[] ids) {
        var hash = block.hash(i);
        int[] second = codec.second(block.second(i), block.terms(i));
        var target = target(block.labels(i), block.values(i), second);
        return block.ofVectors()
                ? ofVectors(hash, block.vectors(i), target)
                : ofWords(hash, block.places(i), block.words(), ids, target);
    }

    /** Encodes a single good row, whose label and width are known. */
    public Entry entry(RecordReader reader, long seed) {
        var hash = reader.hash(seed);
        int[] second = codec.second(reader.second(), reader.terms());
        var target = target(reader.labels(), reader.values(), second);
        if (!codec.words()) {
            return ofVectors(hash, reader.vectors(), target);
        }
        var words = codec.pieces(reader.words());
        int[] inOrder = IntStream.range(0, words.size()).toArray();
        return ofWords(hash, inOrder, words, ids(words), target);
    }

    private Entry ofVectors(ContentHash hash, double[] vectors, UnaryOperator<Example> target) {
        var example = Example.vectors(codec.inputs().encode(vectors));
        return new Entry(hash, target.apply(example));
    }

    /**
     * @param sequence indexes into {@code words}; overwritten with the ids of the example
     * @param ids of the words; -1 for a word whose letters are needed
     */
    private static Entry ofWords(
            ContentHash hash,
            int[] sequence,
            List<String> words,
            int[] ids,
            UnaryOperator<Example> target) {
        var unseen = new ArrayList<String>();
        for (int t = 0; t < sequence.length; t++) {
            int place = sequence[t];
            if (ids[place] < 0) {
                unseen.add(words.get(place));
            }
            sequence[t] = ids[place] < 0 ? -unseen.size() : ids[place];
        }
        return new Entry(
                hash, target.apply(Example.words(sequence)), unseen.toArray(new String[0]));
    }

    /** Adds the targets: labels or values or neither, and a second one. */
    private UnaryOperator<Example> target(List<String> labels, double[] values, int... second) {
        // A row may lack the only label.
        boolean missing = labels.isEmpty() && schema.target().isOneLabel();
        int[] classes = missing ? new int[] {-1} : codec.classes(labels);
        return example ->
                example.withLabels(classes)
                        .withValues(codec.targets().encode(values))
                        .withSecond(second);
    }

    /** Returns a shard with its sorted examples. */
    public Shard shard(int number, Iterator<Entry> entries) {
        var speller = new Speller(codec.vocabulary(), model);
        var blocks = new ArrayList<Block>();
        var examples =
                new Iterator<Example>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Example next() {
                        return entries.next().example(speller);
                    }
                };
        BlockBuilder.blocks(schema, examples).forEachRemaining(blocks::add);
        return new Shard(number, blocks, speller.spelling());
    }
}
