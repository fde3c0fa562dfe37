package unroll.spark.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import org.apache.hadoop.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.diagnose.Diagnoser;
import unroll.diagnose.DiagnosisText;
import unroll.diagnose.DiagnosisTree;
import unroll.io.Store;
import unroll.spark.Rejections;
import unroll.spark.Sessions;
import unroll.spark.TaskJobs;

/** Looks inside a model while it reads rows with targets; on the driver, but for reading them. */
public final class DiagnoseJob {
    private DiagnoseJob() {}

    /**
     * How closely to look.
     *
     * @param examples most rows, the first by the hash of their content, or of a document
     * @param places of the error surface along either direction, odd
     * @param seed of the error surface's directions
     */
    public record Depth(int examples, int places, long seed) {}

    /**
     * Prints what it finds, and writes it as JSON.
     *
     * @param jsonOut file for the figures; null for {@code diagnosis.json} in the model's directory
     *     as given
     * @throws ConfigurationException when the model was not trained by gradients
     */
    public static void run(ScoringRequest request, Depth depth, String jsonOut, PrintStream out)
            throws IOException {
        var session = Sessions.open("unroll diagnose " + request.model());
        try {
            session.sparkContext().setJobDescription("diagnose");
            var hadoop = session.sparkContext().hadoopConfiguration();
            var model = Models.open(request, hadoop);
            var source = TrainedSource.complete(request.source(), model.conf(), out::println);
            Diagnoser.check(model.conf());
            if (jsonOut != null) {
                Overlap.ofCommand(hadoop, source, model.conf(), model.path())
                        .check("--json", jsonOut);
            }
            var json = json(jsonOut, request.model(), hadoop, out);
            var rejections =
                    new Rejections(
                            CommandRejections.of(request, session, model.conf(), source, ""),
                            model.conf().data().maxRejected(),
                            out::println);
            var from = new TaskJobs.Rows(source, "source", "source", 0);
            var sample =
                    TaskJobs.of(model.conf().task())
                            .sample(session, model.trained(), from, depth.examples(), rejections);
            var diagnosis = Diagnoser.of(model.trained(), sample, depth.places(), depth.seed());
            out.print(DiagnosisText.of(diagnosis));
            var tree = new LinkedHashMap<String, Object>();
            tree.put("model", model.path());
            tree.putAll(DiagnosisTree.of(diagnosis));
            tree.put("rejectedRows", rejections.total());
            if (json != null) {
                json.write(tree);
                out.println("\nfigures  " + json.path());
            }
        } finally {
            session.stop();
        }
    }

    /** Null where nobody asked for the file and it cannot be written: a model may be read-only. */
    private static JsonOutput json(
            String jsonOut, String modelDir, Configuration hadoop, PrintStream out)
            throws IOException {
        if (jsonOut != null) {
            return JsonOutput.open(jsonOut, hadoop);
        }
        try {
            return JsonOutput.open(Store.child(modelDir, "diagnosis.json"), hadoop);
        } catch (ConfigurationException e) {
            out.println(
                    e.getMessage()
                            + ". The figures are only printed; --json FILE writes them elsewhere");
            return null;
        }
    }
}
