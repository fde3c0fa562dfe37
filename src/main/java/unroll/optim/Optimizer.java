package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;
import unroll.math.Kernels;

/**
 * A rule that turns a gradient into a step, by PyTorch's definition. Immutable; its state is the
 * moments that the caller keeps. Elements outside of the ranges keep their moments while the step
 * counter goes on, like in PyTorch's SparseAdam, for every rule.
 */
public sealed interface Optimizer
        permits Sgd, Momentum, Adagrad, Adadelta, RmsProp, Adam, AmsGrad, Nadam {

    static Optimizer of(OptimizerConf conf, Kernels kernels) {
        if (conf instanceof OptimizerConf.Sgd sgd) {
            return new Sgd(sgd);
        }
        if (conf instanceof OptimizerConf.Momentum momentum) {
            return new Momentum(momentum);
        }
        if (conf instanceof OptimizerConf.Adagrad adagrad) {
            return new Adagrad(adagrad);
        }
        if (conf instanceof OptimizerConf.Adadelta adadelta) {
            return new Adadelta(adadelta);
        }
        if (conf instanceof OptimizerConf.RmsProp rmsProp) {
            return new RmsProp(rmsProp);
        }
        if (conf instanceof OptimizerConf.AmsGrad amsGrad) {
            return new AmsGrad(amsGrad);
        }
        if (conf instanceof OptimizerConf.Nadam nadam) {
            return new Nadam(nadam);
        }
        return new Adam((OptimizerConf.Adam) conf, kernels);
    }

    /** Returns a rule with the fastest kernels of this JVM; all give the same bits. */
    static Optimizer of(OptimizerConf conf) {
        return of(conf, Kernels.fastest());
    }

    /**
     * Returns the names of the moments, in the order in which {@link #step} takes them; empty if
     * there are none.
     */
    List<String> moments();

    /**
     * Makes one step on the elements in {@code ranges}; all others stay unchanged.
     *
     * @param theta parameters, changed
     * @param gradient laid out as theta
     * @param moments one vector a moment, laid out as theta, zero before the first step, changed
     * @param rate learning rate of this step
     * @param step number of this step, from 1
     */
    void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step);
}
