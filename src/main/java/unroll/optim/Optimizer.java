package unroll.optim;

import java.util.List;
import unroll.conf.OptimizerConf;

/**
 * A rule that turns a gradient into a step. Immutable; its memory is the moments that the caller
 * keeps.
 */
public sealed interface Optimizer permits Sgd, Adam {

    static Optimizer of(OptimizerConf conf) {
        if (conf instanceof OptimizerConf.Adam adam) {
            return new Adam(adam.beta1(), adam.beta2(), adam.epsilon());
        }
        return new Sgd();
    }

    /**
     * Names of the moments, in the order in which {@link #step} takes them; empty where it needs
     * none.
     */
    List<String> moments();

    /**
     * One step on the elements in {@code ranges}; all others stay as they are.
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
