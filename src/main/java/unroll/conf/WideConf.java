package unroll.conf;

import java.io.Serializable;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * A linear model of n-grams beside the network, whose scores are added to the logits.
 *
 * @param ngrams words of the longest n-grams
 * @param vocabulary maximum number of n-grams
 * @param dropout probability that an n-gram is left out of a text in training
 * @param textDropout probability that all n-grams are left out of a text in training
 */
public record WideConf(
        int ngrams, int vocabulary, Start start, Learns learns, double dropout, double textDropout)
        implements Serializable {
    private static final Field<WideConf, Integer> NGRAMS =
            Scalar.of("ngrams", Types.integer(Range.closed(1, 3)), WideConf::ngrams, 3)
                    .means("words of the longest n-grams; shorter ones are used too");
    private static final Field<WideConf, Integer> VOCABULARY =
            Scalar.of("vocabulary", Types.integer(Range.atLeast(1)), WideConf::vocabulary, 600_000)
                    .means(
                            "maximum number of n-grams of known words; those that most training texts"
                                    + " have, at least two each");
    private static final Field<WideConf, Start> START =
            Scalar.of("start", Types.choice(Start.class), WideConf::start, Start.NAIVE_BAYES)
                    .means(
                            "initial weights: `naiveBayes`, proportional to the log-count ratios of the"
                                    + " training set; `regression`, those of a logistic regression on the"
                                    + " training set, as the baseline's; or `zero`");
    private static final Field<WideConf, Learns> LEARNS =
            Scalar.of("learns", Types.choice(Learns.class), WideConf::learns, Learns.TOGETHER)
                    .means(
                            "`together`, both models from the loss of their sum; `apart`, each from a loss of its"
                                    + " own, so that neither relies on the other");
    private static final Field<WideConf, Double> DROPOUT =
            probability(
                    "dropout", WideConf::dropout, "an n-gram is left out of a text in training");
    private static final Field<WideConf, Double> TEXT_DROPOUT =
            probability(
                    "textDropout",
                    WideConf::textDropout,
                    "all n-grams are left out of a text in training, so that the network also learns"
                            + " to do without them");

    static final Settings<WideConf> SETTINGS =
            Settings.of(
                    v ->
                            new WideConf(
                                    v.get(NGRAMS),
                                    v.get(VOCABULARY),
                                    v.get(START),
                                    v.get(LEARNS),
                                    v.get(DROPOUT),
                                    v.get(TEXT_DROPOUT)));

    private static Field<WideConf, Double> probability(
            String key, Function<WideConf, Double> component, String event) {
        return Scalar.of(key, Types.number(Range.halfOpen(0, 1)), component, 0.5)
                .means("probability that " + event);
    }

    /** The initial weights of n-grams. */
    public enum Start {
        NAIVE_BAYES,
        REGRESSION,
        ZERO
    }

    /** How the network and the linear model learn. */
    public enum Learns {
        TOGETHER,
        APART
    }

    /** Returns the same without dropout. */
    WideConf undisturbed() {
        return new WideConf(ngrams, vocabulary, start, learns, 0, 0);
    }
}
