package unroll.conf;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * Training on perturbed word vectors too (Miyato, Dai and Goodfellow 2017).
 *
 * @param epsilon L2 norm of a text's perturbation; 0 for none
 * @param weight of the loss with it
 * @param virtual whether predictions change most along it, not the loss
 */
public record AdversarialConf(double epsilon, double weight, boolean virtual)
        implements Serializable {
    public static final AdversarialConf NONE = new AdversarialConf(0, 1, false);

    private static final Field<AdversarialConf, Double> EPSILON =
            Scalar.of(
                            "epsilon",
                            Types.number(Range.atLeast(0)),
                            AdversarialConf::epsilon,
                            NONE.epsilon())
                    .means(
                            "task `classify`: L2 norm of a perturbation of each text's word vectors, on which the"
                                    + " network trains too; 0 trains without");
    private static final Field<AdversarialConf, Double> WEIGHT =
            Scalar.of(
                            "weight",
                            Types.number(Range.atLeast(0)),
                            AdversarialConf::weight,
                            NONE.weight())
                    .means("weight of the loss on perturbed texts");
    private static final Field<AdversarialConf, Boolean> VIRTUAL =
            Scalar.of("virtual", Types.flag(), AdversarialConf::virtual, NONE.virtual())
                    .means(
                            "`false`: perturbed along the gradient of the loss, which is taken again; `true`: along"
                                    + " that in which the predicted probabilities change most, and the loss is how"
                                    + " far they change (Kullback-Leibler), which needs no labels");

    static final Settings<AdversarialConf> SETTINGS =
            Settings.of(v -> new AdversarialConf(v.get(EPSILON), v.get(WEIGHT), v.get(VIRTUAL)));

    /** Returns whether there are perturbations. */
    public boolean on() {
        return epsilon > 0;
    }
}
