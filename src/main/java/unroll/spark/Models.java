package unroll.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import unroll.conf.ConfigurationReader;
import unroll.io.ModelDirectory;
import unroll.io.Store;
import unroll.task.TrainedClassifier;

/** Opens models for scoring. */
final class Models {
    private Models() {}

    /** A model, and the configuration that it was trained with. */
    record Opened(String path, unroll.conf.Configuration conf, TrainedClassifier classifier) {}

    /**
     * Reads a model.
     *
     * @param directory of the model, or of the run that it belongs to
     */
    static Opened open(String directory, Configuration hadoop) throws IOException {
        var store = HadoopStore.of(directory, hadoop);
        var inRun = Store.child(directory, "model");
        var model = ModelDirectory.open(store, store.exists(inRun) ? inRun : directory);
        var conf = ConfigurationReader.ofTree(model.model().configuration());
        var classifier =
                TrainedClassifier.of(
                        conf,
                        model.model().labels(),
                        model.model().vocabulary(),
                        network -> model.parameters(network.layout()));
        return new Opened(model.path(), conf, classifier);
    }
}
