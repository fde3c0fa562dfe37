package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/** Every optimiser, with settings that leave none of its terms out. */
public final class Rules {
    public static final List<OptimizerConf> ALL =
            List.of(
                    new OptimizerConf.Sgd(0.1, 0.01),
                    new OptimizerConf.Momentum(0.05, 0.9, 0.1, false, 0.01),
                    new OptimizerConf.Momentum(0.05, 0.9, 0, true, 0.01),
                    new OptimizerConf.Adagrad(0.05, 0.1, 0.1, 1e-10, 0.01),
                    new OptimizerConf.Adadelta(1, 0.9, 1e-6, 0.01),
                    new OptimizerConf.RmsProp(0.01, 0.99, 1e-8, 0, false, 0.01),
                    new OptimizerConf.RmsProp(0.01, 0.9, 1e-4, 0.8, true, 0.01),
                    new OptimizerConf.Adam(0.01, 0.9, 0.999, 1e-8, 0.01, false),
                    new OptimizerConf.Adam(0.01, 0.9, 0.999, 1e-8, 0.1, true),
                    new OptimizerConf.AmsGrad(0.01, 0.9, 0.9, 1e-8, 0.01),
                    new OptimizerConf.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004, 0.01));

    private Rules() {}
}
