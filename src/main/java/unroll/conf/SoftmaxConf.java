package unroll.conf;

import java.io.Serializable;
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

    /** The keys of all kinds. */
    static Variants<SoftmaxConf> settings() {
        return Variants.<SoftmaxConf>of(
                        "name",
                        Full.WORD,
                        "how task `language` trains the probabilities of words: `full`, over all words; `sampled`,"
                                + " over the next word and some others that are drawn for each batch")
                .or(Full.WORD, Full.class, Settings.of(v -> new Full()))
                .or(Sampled.WORD, Sampled.class, Sampled.SETTINGS);
    }

    /** Over all words. */
    record Full() implements SoftmaxConf {
        private static final String WORD = "full";

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

        @Override
        public String word() {
            return WORD;
        }
    }
}
