package unroll.bench;

import java.util.Collections;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.LayerConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.TaskConf;

/** The configurations of workloads: equal layers on top of each other, without dropout. */
final class Configurations {
    private Configurations() {}

    /**
     * @param embedding width of the words' vectors; 0 if steps are vectors
     */
    static Configuration of(
            TaskConf task, int embedding, int layers, LayerConf layer, KernelChoice kernels) {
        var model =
                new ModelConf(
                        embedding,
                        Collections.nCopies(layers, layer),
                        Pooling.LAST,
                        new DropoutConf(0, 0, 0, 0));
        return Configuration.STANDARD
                .with(Configuration.TASK, task)
                .with(Configuration.MODEL, model)
                .with(Configuration.KERNELS, kernels);
    }
}
