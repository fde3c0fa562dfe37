package unroll.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.ModelConf;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.ContentHash;
import unroll.data.Example;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.data.Speller;

/** The steps from drafts to shards, as executors run them. */
public final class Encoding implements Serializable {
    private final Codec codec;
    private final Schema schema;
    private final ModelConf model;

    /**
     * @param model says what of a word is needed
     */
    public Encoding(Codec codec, Schema schema, ModelConf model) {
        this.codec = codec;
        this.schema = schema;
        this.model = model;
    }

    /** How often each word occurs in the training examples of a draft. */
    public static Iterator<WordCount> counts(RawBlock draft, double share) {
        var words = draft.words();
        var counts = new long[words.size()];
        for (int i = 0; i < draft.examples(); i++) {
            if (!draft.hash(i).validation(share)) {
                for (int place : draft.places(i)) {
                    counts[place]++;
                }
            }
        }
        var pairs = new ArrayList<WordCount>(counts.length);
        for (int place = 0; place < counts.length; place++) {
            if (counts[place] > 0) {
                pairs.add(new WordCount(words.get(place), counts[place]));
            }
        }
        return pairs.iterator();
    }

    /**
     * The examples of a draft that are for validation, or those that are not; without those of
     * unknown label or other width.
     */
    public Iterator<Entry> entries(RawBlock draft, double share, boolean validation) {
        var ids = ids(draft.words());
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < draft.examples(); i++) {
            var hash = draft.hash(i);
            if (hash.validation(share) == validation && known(draft, i, codec)) {
                entries.add(entry(draft, i, ids));
            }
        }
        return entries.iterator();
    }

    /**
     * Whether an example is like those of the training part: its label is known, its width and its
     * numbers' range too.
     */
    private static boolean known(RawBlock draft, int example, Codec codec) {
        return known(draft.labels(example), codec) && strange(draft, example, codec) == null;
    }

    /**
     * Takes on a row; null if it is good and of use to a model, else what is wrong: also a label
     * that is unknown, another width, or a number out of range.
     */
    public static Rejected read(RawRecord row, RecordReader reader, Codec codec) {
        var wrong = reader.read(row);
        if (wrong != null) {
            return wrong;
        }
        if (!known(reader.labels(), codec)) {
            return reader.rejected(Reason.UNKNOWN_LABEL);
        }
        var reason = strange(reader.widths(), reader.vectors(), reader.values(), codec);
        return reason == null ? null : reader.rejected(reason);
    }

    /** The same for the model that is encoded for. */
    public Rejected read(RawRecord row, RecordReader reader) {
        return read(row, reader, codec);
    }

    public static boolean known(List<String> labels, Codec codec) {
        return labels.stream().allMatch(label -> codec.target(label) >= 0);
    }

    /** Why an example's numbers are none for a model; null where they are. */
    public static Reason strange(RawBlock draft, int example, Codec codec) {
        return strange(draft.widths(example), draft.vectors(example), draft.values(example), codec);
    }

    private static Reason strange(Widths widths, double[] vectors, double[] values, Codec codec) {
        if (!known(widths, codec)) {
            return Reason.OTHER_WIDTH;
        }
        return codec.inputs().fits(vectors) && codec.targets().fits(values)
                ? null
                : Reason.OUT_OF_RANGE;
    }

    public static boolean known(Widths widths, Codec codec) {
        return widths.inputs() == codec.inputs().columns()
                && widths.targets() == codec.targets().columns();
    }

    /** Of words; -1 where the word's letters are needed. */
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
     * @param ids of the draft's words
     */
    private Entry entry(RawBlock draft, int i, int[] ids) {
        var hash = draft.hash(i);
        return draft.ofVectors()
                ? ofVectors(hash, draft.vectors(i), draft.labels(i), draft.values(i))
                : ofWords(
                        hash,
                        draft.places(i),
                        draft.words(),
                        ids,
                        draft.labels(i),
                        draft.values(i));
    }

    /** A good row by itself, whose label and width are known. */
    public Entry entry(RecordReader reader, long seed) {
        var hash = reader.hash(seed);
        if (!codec.words()) {
            return ofVectors(hash, reader.vectors(), reader.labels(), reader.values());
        }
        var words = reader.words();
        int[] inOrder = IntStream.range(0, words.size()).toArray();
        return ofWords(hash, inOrder, words, ids(words), reader.labels(), reader.values());
    }

    private Entry ofVectors(
            ContentHash hash, double[] vectors, List<String> labels, double[] values) {
        var example = Example.vectors(codec.inputs().encode(vectors));
        return new Entry(hash, withTarget(example, labels, values));
    }

    /**
     * @param sequence places in {@code words}; becomes the example's
     * @param ids of the words; -1 where a word's letters are needed
     */
    private Entry ofWords(
            ContentHash hash,
            int[] sequence,
            List<String> words,
            int[] ids,
            List<String> labels,
            double[] values) {
        var unseen = new ArrayList<String>();
        for (int t = 0; t < sequence.length; t++) {
            int place = sequence[t];
            if (ids[place] < 0) {
                unseen.add(words.get(place));
            }
            sequence[t] = ids[place] < 0 ? -unseen.size() : ids[place];
        }
        return new Entry(
                hash,
                withTarget(Example.words(sequence), labels, values),
                unseen.toArray(new String[0]));
    }

    /** Either labels or values, or none of them. */
    private Example withTarget(Example example, List<String> labels, double[] values) {
        return example.withLabels(codec.classes(labels)).withValues(codec.targets().encode(values));
    }

    /** A shard of its sorted examples. */
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
