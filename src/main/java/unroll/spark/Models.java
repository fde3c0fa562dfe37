package unroll.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.predict.SavedModel;

/** Opens models for scoring. */
final class Models {
    private Models() {}

    /**
     * Reads a model.
     *
     * @param directory of the model, or of the run that it belongs to
     */
    static SavedModel open(String directory, Configuration hadoop) throws IOException {
        return SavedModel.open(NamedStores.open("MODEL", directory, hadoop), directory);
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
