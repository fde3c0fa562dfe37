package unroll.spark.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import unroll.conf.ConfigurationException;
import unroll.diagnose.Diagnoser;
import unroll.diagnose.Diagnosis;
import unroll.io.Store;
import unroll.predict.ScoringRequest;
import unroll.predict.TrainedSource;
import unroll.spark.JobName;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.MeasuredRows;
import unroll.spark.sink.CommandRejections;
import unroll.spark.sink.JsonOutput;
import unroll.spark.sink.Overlap;

/** Diagnoses a model on rows with targets. Runs on the driver, except for reading the rows. */
public final class DiagnoseJob {
    private DiagnoseJob() {}

    /**
     * The extent of a diagnosis.
     *
     * @param examples maximum number of rows: the first by the hash of their content, or the first
     *     of a document
     * @param places number of points of the error surface along either direction; odd
     * @param seed of the error surface's directions
     */
    public record Depth(int examples, int places, long seed) {}

    /**
     * The findings.
     *
     * @param file with all figures as JSON; empty if none could be written
     */
    public record Result(Diagnosis diagnosis, String file) {}

    /**
     * Diagnoses, and writes the figures as JSON.
     *
     * @param jsonOut file for the figures; null for {@code diagnosis.json} in the model's directory
     *     as given
     * @param notes receives messages for the user
     * @throws ConfigurationException if the model was not trained by gradients
     */
    public static Result run(
            SparkSession session,
            ScoringRequest request,
            Depth depth,
            String jsonOut,
            Consumer<String> notes)
            throws IOException {
        return JobName.during(
                session.sparkContext(),
                "diagnose",
                () -> diagnose(session, request, depth, jsonOut, notes));
    }

    private static Result diagnose(
            SparkSession session,
            ScoringRequest request,
            Depth depth,
            String jsonOut,
            Consumer<String> notes)
            throws IOException {
        var hadoop = session.sparkContext().hadoopConfiguration();
        var model = Models.open(request, hadoop);
        var source = TrainedSource.complete(request.source(), model.conf(), notes);
        Diagnoser.check(model.trained());
        if (jsonOut != null) {
            Overlap.ofCommand(hadoop, source, model.conf(), model.path()).check("--json", jsonOut);
        }
        var json = json(jsonOut, request.model(), hadoop, notes);
        var rejections =
                new Rejections(
                        CommandRejections.of(request, session, model.conf(), source, ""),
                        model.conf().data().maxRejected(),
                        notes);
        var from = new MeasuredRows(source, "source", "source", 0);
        var sample = from.sample(session, model.trained(), depth.examples(), rejections);
        var diagnosis = Diagnoser.of(model.trained(), sample, depth.places(), depth.seed());
        if (json == null) {
            return new Result(diagnosis, "");
        }
        json.write(new Figures(model.path(), diagnosis, rejections.total()));
        return new Result(diagnosis, json.path());
    }

    /** The content of the file. */
    record Figures(String model, @JsonUnwrapped Diagnosis diagnosis, long rejectedRows) {}

    /**
     * Returns null if the file was not asked for and cannot be written: a model may be read-only.
     */
    private static JsonOutput json(
            String jsonOut, String modelDir, Configuration hadoop, Consumer<String> notes)
            throws IOException {
        if (jsonOut != null) {
            return JsonOutput.open(jsonOut, hadoop);
        }
        try {
            return JsonOutput.open(Store.child(modelDir, "diagnosis.json"), hadoop);
        } catch (ConfigurationException e) {
            notes.accept(
                    e.getMessage()
                            + ". The figures are only printed; --json FILE writes them elsewhere");
            return null;
        }
    }
}
