package unroll.spark.job;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import unroll.measure.Measures;
import unroll.predict.ScoringRequest;
import unroll.predict.TrainedSource;
import unroll.spark.JobName;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.MeasuredRows;
import unroll.spark.score.UnknownWords;
import unroll.spark.sink.CommandRejections;
import unroll.spark.sink.JsonOutput;
import unroll.spark.sink.Overlap;

/** Measures a model on rows with targets. */
public final class EvaluateJob {
    private EvaluateJob() {}

    /**
     * The figures.
     *
     * @param unknown empty where the model reads no words
     */
    public record Result(Measures measures, Optional<UnknownWords> unknown) {
        /** Returns the figures as text for a terminal. */
        public String text() {
            return measures.text()
                    + unknown.map(words -> words.text() + System.lineSeparator()).orElse("");
        }
    }

    /**
     * Measures, and writes the figures as JSON.
     *
     * @param steps number of last steps of each sequence that a forecast predicts from its own
     *     outputs; 0 if it always reads the true steps
     * @param jsonOut file for the figures; null for none
     * @param notes receives messages for the user
     */
    public static Result run(
            SparkSession session,
            ScoringRequest request,
            int steps,
            String jsonOut,
            Consumer<String> notes)
            throws IOException {
        return JobName.during(
                session.sparkContext(),
                "evaluate",
                () -> measure(session, request, steps, jsonOut, notes));
    }

    private static Result measure(
            SparkSession session,
            ScoringRequest request,
            int steps,
            String jsonOut,
            Consumer<String> notes)
            throws IOException {
        var hadoop = session.sparkContext().hadoopConfiguration();
        var model = Models.open(request, hadoop);
        var source = TrainedSource.complete(request.source(), model.conf(), notes);
        if (jsonOut != null) {
            Overlap.ofCommand(hadoop, source, model.conf(), model.path()).check("--json", jsonOut);
        }
        var json = jsonOut == null ? null : JsonOutput.open(jsonOut, hadoop);
        var rejections =
                new Rejections(
                        CommandRejections.of(request, session, model.conf(), source, ""),
                        model.conf().data().maxRejected(),
                        notes);
        var measures =
                new MeasuredRows(source, "source", "source", steps)
                        .measure(session, model.trained(), rejections);
        var unknown = UnknownWords.of(session, model.trained(), source, "source");
        if (json != null) {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("model", model.path());
            tree.putAll(measures.tree());
            tree.put("rejectedRows", rejections.total());
            tree.put("cutRows", rejections.cut("source"));
            unknown.ifPresent(words -> tree.put("unknownWords", words.share()));
            json.write(tree);
        }
        return new Result(measures, unknown);
    }
}
