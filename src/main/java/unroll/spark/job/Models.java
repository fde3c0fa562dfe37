package unroll.spark.job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import unroll.predict.OverridableSettings;
import unroll.predict.SavedModel;
import unroll.predict.ScoringRequest;
import unroll.spark.store.NamedStores;

/** Opens models for scoring. */
public final class Models {
    private Models() {}

    /**
     * Reads a model.
     *
     * @param directory of the model, or of the run that it belongs to
     */
    public static SavedModel open(String directory, Configuration hadoop) throws IOException {
        return SavedModel.open(NamedStores.open("MODEL", directory, hadoop), directory);
    }

    /** Reads the model of a request, with the settings that a command may change. */
    public static SavedModel open(ScoringRequest request, Configuration hadoop) throws IOException {
        OverridableSettings.check(request.settings());
        var directory = request.model();
        return SavedModel.open(
                NamedStores.open("MODEL", directory, hadoop),
                directory,
                request.settings(),
                (key, path) -> NamedStores.open(key, path, hadoop));
    }
}
