package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code tag} alone.
 *
 * @param head how the labels of a sequence depend on each other
 * @param intentWeight weight of the label of the whole in the loss
 */
public record TagConf(Head head, double intentWeight) implements Serializable {
    private static final Field<TagConf, Head> HEAD =
            Scalar.of("head", Types.choice(Head.class), TagConf::head, Head.CRF)
                    .means(
                            "how the labels of a sequence depend on each other: `crf`, by a score for each label"
                                    + " that follows another (a conditional random field), `softmax`, not at all");

    private static final Field<TagConf, Double> INTENT_WEIGHT =
            Scalar.of("intentWeight", Types.number(Range.above(0)), TagConf::intentWeight, 1.0)
                    .means(
                            "weight of the loss of `data.train.intent`, that of the labels of the words being 1");

    public static final Settings<TagConf> SETTINGS =
            Settings.of(v -> new TagConf(v.get(HEAD), v.get(INTENT_WEIGHT)));

    public static final TagConf STANDARD = SETTINGS.standard();

    /** How the labels of a sequence are scored. */
    public enum Head {
        /** As a whole, by a linear-chain conditional random field. */
        CRF,
        /** Each by itself. */
        SOFTMAX
    }
}
