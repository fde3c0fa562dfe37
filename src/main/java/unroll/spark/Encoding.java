package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import scala.Tuple2;
import unroll.conf.ModelConf;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.data.Speller;
import unroll.text.Vocabulary;

/** The steps from drafts to shards, as executors run them. */
final class Encoding implements Serializable {
    /** Most frequent first; equally frequent words by their UTF-16 code units. */
    static final Comparator<Tuple2<String, Long>> MOST_FREQUENT = new MostFrequent();

    private final Map<String, Integer> targets = new HashMap<>();
    private final Vocabulary vocabulary;
    private final ModelConf model;

    /**
     * @param model says what of a word is needed
     */
    Encoding(List<String> labels, Vocabulary vocabulary, ModelConf model) {
        labels.forEach(label -> targets.put(label, targets.size()));
        this.vocabulary = vocabulary;
        this.model = model;
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
     * The examples of a draft that are for validation, or those that are not; without unknown
     * labels.
     */
    Iterator<Tuple2<Entry, Boolean>> entries(Draft draft, double share, boolean validation) {
        var words = draft.words();
        var ids = new int[words.size()]; // -1 where the word's letters are needed
        for (int place = 0; place < ids.length; place++) {
            var word = words.get(place);
            ids[place] = Speller.needsLetters(word, vocabulary, model) ? -1 : vocabulary.id(word);
        }
        var entries = new ArrayList<Tuple2<Entry, Boolean>>();
        for (int i = 0; i < draft.examples(); i++) {
            var hash = draft.hash(i);
            var target = targets.get(draft.label(i));
            if (target != null && hash.validation(share) == validation) {
                var sequence = draft.places(i);
                var unseen = new ArrayList<String>();
                for (int t = 0; t < sequence.length; t++) {
                    int place = sequence[t];
                    if (ids[place] < 0) {
                        unseen.add(words.get(place));
                    }
                    sequence[t] = ids[place] < 0 ? -unseen.size() : ids[place];
                }
                var letters = unseen.toArray(new String[0]);
                entries.add(new Tuple2<>(new Entry(hash, sequence, letters, target), validation));
            }
        }
        return entries.iterator();
    }

    /** A shard of its sorted examples. */
    Shard shard(int number, Iterator<Tuple2<Entry, Boolean>> entries) {
        var speller = new Speller(vocabulary, model);
        var blocks = new ArrayList<Block>();
        var examples =
                new Iterator<Example>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Example next() {
                        return entries.next()._1().example(speller);
                    }
                };
        BlockBuilder.blocks(examples).forEachRemaining(blocks::add);
        return new Shard(number, blocks, speller.spelling());
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
