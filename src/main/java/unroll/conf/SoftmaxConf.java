package unroll.conf;

import java.io.Serializable;
import java.util.List;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.setting.Variants;

/** The softmax of a language model over its words. */
public sealed interface SoftmaxConf extends Serializable {
    /** Returns the word that names the kind. */
    String word();

    /** Returns whether the weights of a word are the vector that the network reads for it. */
    default boolean tied() {
        return false;
    }

    /** The keys of all kinds. */
    static Variants<SoftmaxConf> settings() {
        return Variants.<SoftmaxConf>of(
                        "name",
                        Full.WORD,
                        "how task `language` trains the probabilities of words: `full`, over all words; `sampled`,"
                                + " over the next word and some others that are drawn for each batch; `adaptive`, over"
                                + " frequent words and clusters of rarer words, in two levels")
                .or(Full.WORD, Full.class, Full.SETTINGS)
                .or(Sampled.WORD, Sampled.class, Sampled.SETTINGS)
                .or(Adaptive.WORD, Adaptive.class, Adaptive.SETTINGS);
    }

    /**
     * Over all words.
     *
     * @param tied whether the weights of a word are the vector that the network reads for it
     */
    record Full(boolean tied) implements SoftmaxConf {
        private static final String WORD = "full";

        private static final Field<Full, Boolean> TIED =
                Scalar.of("tied", Types.flag(), Full::tied, false)
                        .means(
                                "whether the weights of a word in a `full` softmax are also the vector that the network"
                                        + " reads for it; `model.embedding` is then the width of the last layer");

        private static final Settings<Full> SETTINGS = Settings.of(v -> new Full(v.get(TIED)));

        /** Returns a softmax with weights of its own. */
        public static Full untied() {
            return new Full(false);
        }

        @Override
        public String word() {
            return WORD;
        }
    }

    /**
     * In training over the next word and words drawn from a log-uniform distribution (Jean et al.
     * 2015).
     *
     * @param samples words drawn for a batch
     */
    record Sampled(int samples) implements SoftmaxConf {
        private static final String WORD = "sampled";

        private static final Field<Sampled, Integer> SAMPLES =
                Scalar.of("samples", Types.integer(Range.atLeast(1)), Sampled::samples, 1000)
                        .means(
                                "words that `sampled` draws for a batch; if they are half of all words or more, the"
                                        + " softmax is full");

        private static final Settings<Sampled> SETTINGS =
                Settings.of(v -> new Sampled(v.get(SAMPLES)));

        /**
         * Returns whether a sample is of fewer than half of so many words; else it saves nothing.
         */
        public boolean saves(int words) {
            return samples < words / 2;
        }

        @Override
        public String word() {
            return WORD;
        }
    }

    /**
     * Over frequent words and clusters of rarer ones (Grave et al. 2017).
     *
     * @param cutoffs number of words before each cluster, rising, at least one
     * @param factor by which the projection of a cluster is narrower than the one before it
     */
    record Adaptive(List<Integer> cutoffs, int factor) implements SoftmaxConf {
        private static final String WORD = "adaptive";

        private static final Field<Adaptive, List<Integer>> CUTOFFS =
                Scalar.of(
                                "cutoffs",
                                Types.rising(Range.closed(1, Integer.MAX_VALUE)),
                                Adaptive::cutoffs,
                                List.of(2000, 10_000))
                        .means(
                                "words before each cluster of `adaptive`, by falling frequency: those before the first are"
                                        + " not clustered; cutoffs that no word is beyond are left out");
        private static final Field<Adaptive, Integer> FACTOR =
                Scalar.of("factor", Types.integer(Range.atLeast(1)), Adaptive::factor, 4)
                        .means(
                                "by which the vectors of a cluster's words are narrower than those of the words before"
                                        + " them");

        private static final Settings<Adaptive> SETTINGS =
                Settings.of(v -> new Adaptive(v.get(CUTOFFS), v.get(FACTOR)));

        public Adaptive {
            cutoffs = List.copyOf(cutoffs);
        }

        @Override
        public String word() {
            return WORD;
        }

        /** Returns the cutoffs that words are beyond; none if there are no more words. */
        public List<Integer> below(int words) {
            return cutoffs.stream().filter(cutoff -> cutoff < words).toList();
        }
    }
}
