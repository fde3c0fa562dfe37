package unroll.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import unroll.conf.ConfigurationReader;
import unroll.conf.SourceConf;
import unroll.io.ModelDirectory;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;
import unroll.task.Codec;
import unroll.task.TrainedModel;
import unroll.text.Words;

/** Opens models for scoring. */
final class Models {
    private Models() {}

    /** A model, and the configuration that it was trained with. */
    record Opened(String path, unroll.conf.Configuration conf, TrainedModel trained) {}

    /**
     * Reads a model.
     *
     * @param directory of the model, or of the run that it belongs to
     * @throws UnsupportedFormatException when its format or its tokeniser is of another version
     */
    static Opened open(String directory, Configuration hadoop) throws IOException {
        var store = HadoopStore.of(directory, hadoop);
        var inRun = Store.child(directory, "model");
        var model = ModelDirectory.open(store, store.exists(inRun) ? inRun : directory);
        // Other words than those that it learnt would be scored without a sign of it.
        UnsupportedFormatException.check(
                "model's tokeniser",
                model.path(),
                model.model().tokenizerVersion(),
                Words.OLDEST_VERSION,
                Words.VERSION,
                "train it again");
        var conf =
                Words.asOf(
                        model.model().tokenizerVersion(),
                        ConfigurationReader.ofTree(model.model().configuration()));
        var codec =
                Codec.of(
                        model.model().codec(),
                        model.model().vocabulary(),
                        conf.text().unknownBuckets());
        var trained = TrainedModel.of(conf, codec, network -> model.parameters(network.layout()));
        return new Opened(model.path(), conf, trained);
    }

    /** A source whose columns are, where it names none, those of the model's training. */
    static SourceConf columns(SourceConf source, unroll.conf.Configuration conf) {
        var train = conf.data().train();
        return new SourceConf(
                source.format(),
                source.paths(),
                source.options(),
                source.text().isEmpty() ? train.text() : source.text(),
                source.sequence().isEmpty() ? train.sequence() : source.sequence(),
                source.label().isEmpty() ? train.label() : source.label(),
                source.target().isEmpty() ? train.target() : source.target(),
                source.order().isEmpty() ? train.order() : source.order(),
                source.where());
    }
}
