package unroll.conf.read;

import java.util.LinkedHashMap;
import java.util.Map;
import unroll.conf.OptimizerConf;
import unroll.conf.TrainingConf;

/** An optimiser's settings as the tree that {@link OptimizerSection} reads. */
final class OptimizerWriter {
    private OptimizerWriter() {}

    static Map<String, Object> tree(TrainingConf training) {
        var conf = training.optimizer();
        var tree = new LinkedHashMap<String, Object>();
        if (conf instanceof OptimizerConf.Sgd sgd) {
            tree.put("name", "sgd");
            tree.put("rate", sgd.rate());
            tree.put("weightDecay", sgd.weightDecay());
        } else if (conf instanceof OptimizerConf.Momentum momentum) {
            tree.put("name", momentum.nesterov() ? "nesterov" : "momentum");
            tree.put("rate", momentum.rate());
            tree.put("momentum", momentum.momentum());
            if (!momentum.nesterov()) {
                tree.put("dampening", momentum.dampening());
            }
            tree.put("weightDecay", momentum.weightDecay());
        } else if (conf instanceof OptimizerConf.Adagrad adagrad) {
            tree.put("name", "adagrad");
            tree.put("rate", adagrad.rate());
            tree.put("rateDecay", adagrad.rateDecay());
            tree.put("initial", adagrad.initial());
            tree.put("epsilon", adagrad.epsilon());
            tree.put("weightDecay", adagrad.weightDecay());
        } else if (conf instanceof OptimizerConf.Adadelta adadelta) {
            tree.put("name", "adadelta");
            tree.put("rate", adadelta.rate());
            tree.put("rho", adadelta.rho());
            tree.put("epsilon", adadelta.epsilon());
            tree.put("weightDecay", adadelta.weightDecay());
        } else if (conf instanceof OptimizerConf.RmsProp rmsProp) {
            tree.put("name", "rmsprop");
            tree.put("rate", rmsProp.rate());
            tree.put("alpha", rmsProp.alpha());
            tree.put("epsilon", rmsProp.epsilon());
            tree.put("momentum", rmsProp.momentum());
            tree.put("centered", rmsProp.centered());
            tree.put("weightDecay", rmsProp.weightDecay());
        } else if (conf instanceof OptimizerConf.Adam adam) {
            tree.put("name", adam.decoupled() ? "adamw" : "adam");
            betas(tree, adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon());
            tree.put("weightDecay", adam.weightDecay());
        } else if (conf instanceof OptimizerConf.AmsGrad amsGrad) {
            tree.put("name", "amsgrad");
            betas(tree, amsGrad.rate(), amsGrad.beta1(), amsGrad.beta2(), amsGrad.epsilon());
            tree.put("weightDecay", amsGrad.weightDecay());
        } else if (conf instanceof OptimizerConf.Nadam nadam) {
            tree.put("name", "nadam");
            betas(tree, nadam.rate(), nadam.beta1(), nadam.beta2(), nadam.epsilon());
            tree.put("momentumDecay", nadam.momentumDecay());
            tree.put("weightDecay", nadam.weightDecay());
        }
        tree.put("groups", ScheduleWriter.groups(training));
        return tree;
    }

    private static void betas(
            Map<String, Object> tree, double rate, double beta1, double beta2, double epsilon) {
        tree.put("rate", rate);
        tree.put("beta1", beta1);
        tree.put("beta2", beta2);
        tree.put("epsilon", epsilon);
    }
}
