package unroll.conf.read;

import unroll.conf.AdversarialConf;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;

/** The rules of {@code training.adversarial}: what is perturbed are word vectors. */
final class AdversarialRules {
    private AdversarialRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        var adversarial = conf.training().adversarial();
        unlabelled(conf, mistakes);
        if (!adversarial.on()) {
            if (adversarial.virtual()) {
                mistakes.together(
                        "training.adversarial.virtual: expected false with training.adversarial.epsilon 0,"
                                + " which perturbs nothing, got true; give epsilon a norm such as 5",
                        "training.adversarial.virtual",
                        "training.adversarial.epsilon");
            }
            if (adversarial.weight() != AdversarialConf.NONE.weight()) {
                mistakes.together(
                        "training.adversarial.weight: expected nothing with training.adversarial.epsilon 0,"
                                + " which perturbs nothing, got "
                                + Range.show(adversarial.weight())
                                + "; give epsilon a norm such as 5",
                        "training.adversarial.weight",
                        "training.adversarial.epsilon");
            }
            return;
        }
        if (!conf.data().train().words()) {
            wrong(conf, "where steps are vectors, not words", "data.train.sequence", mistakes);
        }
        if (conf.model().inputs().get(0) instanceof InputConf.OneHot) {
            wrong(
                    conf,
                    "with one-hot words (model.inputs[0].kind onehot), which have no vectors",
                    "model.inputs[0].kind",
                    mistakes);
        }
        if (adversarial.virtual() && conf.training().classLoss() == ClassLoss.SQUARED) {
            mistakes.together(
                    "training.adversarial.virtual: expected false with training.classLoss squared, whose"
                            + " scores are no probabilities, got true",
                    "training.adversarial.virtual",
                    "training.classLoss");
        }
    }

    private static void unlabelled(Configuration conf, Mistakes mistakes) {
        var source = conf.data().unlabelled();
        var adversarial = conf.training().adversarial();
        if (source == null) {
            return;
        }
        if (!adversarial.on() || !adversarial.virtual()) {
            mistakes.together(
                    "data.unlabelled: expected nothing without training.adversarial.virtual, which alone"
                            + " learns from rows without labels; got a source",
                    "data.unlabelled",
                    "training.adversarial.virtual");
        }
        if (conf.data().train().words() && !source.words()) {
            mistakes.together(
                    "data.unlabelled: expected texts, because the steps of data.train are words; got "
                            + (source.sequence().isEmpty() ? "a vector" : "a sequence of vectors"),
                    "data.unlabelled");
        }
    }

    private static void wrong(Configuration conf, String why, String other, Mistakes mistakes) {
        var got = Range.show(conf.training().adversarial().epsilon());
        mistakes.conflict("training.adversarial.epsilon", "0", why, got, other);
    }
}
