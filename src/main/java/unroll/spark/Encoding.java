package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import scala.Tuple2;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shape;
import unroll.data.Shard;
import unroll.task.Codec;

/** The steps from drafts to shards, as executors run them. */
final class Encoding implements Serializable {
    /** Most frequent first; equally frequent words by their UTF-16 code units. */
    static final Comparator<Tuple2<String, Long>> MOST_FREQUENT = new MostFrequent();

    private final Codec codec;
    private final Shape shape;

    Encoding(Codec codec, Shape shape) {
        this.codec = codec;
        this.shape = shape;
    }

    /** How often each word occurs in the training examples of a draft. */
    static Iterator<Tuple2<String, Long>> counts(Draft draft, double share) {
        var words = draft.words();
        var counts = new long[words.size()];
        for (int i = 0; i < draft.examples(); i++) {
            if (!draft.hash(i).validation(share)) {
                for (int place : draft.places(i)) {
                    counts[place]++;
                }
            }
        }
        var pairs = new ArrayList<Tuple2<String, Long>>(counts.length);
        for (int place = 0; place < counts.length; place++) {
            if (counts[place] > 0) {
                pairs.add(new Tuple2<>(words.get(place), counts[place]));
            }
        }
        return pairs.iterator();
    }

    /**
     * The examples of a draft that are for validation, or those that are not; without those of
     * unknown label or other width.
     */
    Iterator<Tuple2<Entry, Boolean>> entries(Draft draft, double share, boolean validation) {
        var ids = codec.ids(draft.words());
        var entries = new ArrayList<Tuple2<Entry, Boolean>>();
        for (int i = 0; i < draft.examples(); i++) {
            var hash = draft.hash(i);
            if (hash.validation(share) == validation && known(draft, i, codec)) {
                var entry = new Entry(hash, example(draft, i, ids));
                entries.add(new Tuple2<>(entry, validation));
            }
        }
        return entries.iterator();
    }

    /** Whether an example is like those of the training part: its label is known, its width too. */
    private static boolean known(Draft draft, int example, Codec codec) {
        var label = draft.label(example);
        return (label == null || codec.target(label) >= 0) && known(draft.widths(example), codec);
    }

    static boolean known(Widths widths, Codec codec) {
        return widths.inputs() == codec.inputs().columns()
                && widths.targets() == codec.targets().columns();
    }

    private Example example(Draft draft, int i, int[] ids) {
        if (draft.ofVectors()) {
            var example = Example.vectors(codec.inputs().encode(draft.vectors(i)));
            return draft.label(i) != null
                    ? example.withClass(codec.target(draft.label(i)))
                    : example.withValues(codec.targets().encode(draft.values(i)));
        }
        var sequence = draft.places(i);
        for (int t = 0; t < sequence.length; t++) {
            sequence[t] = ids[sequence[t]];
        }
        return new Example(sequence, codec.target(draft.label(i)));
    }

    /** A shard of its sorted examples. */
    Shard shard(int number, Iterator<Tuple2<Entry, Boolean>> entries) {
        var blocks = new ArrayList<Block>();
        var examples =
                new Iterator<Example>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Example next() {
                        return entries.next()._1().example();
                    }
                };
        BlockBuilder.blocks(shape, examples).forEachRemaining(blocks::add);
        return new Shard(number, blocks);
    }

    private static final class MostFrequent
            implements Comparator<Tuple2<String, Long>>, Serializable {
        @Override
        public int compare(Tuple2<String, Long> a, Tuple2<String, Long> b) {
            int order = Long.compare(b._2(), a._2());
            return order != 0 ? order : a._1().compareTo(b._1());
        }
    }
}
