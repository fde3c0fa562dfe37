package unroll.spark.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import unroll.spark.Rejections;
import unroll.spark.Sessions;
import unroll.spark.TaskJobs;
import unroll.spark.UnknownWords;

/** Measures a model on labelled rows. */
public final class EvaluateJob {
    private EvaluateJob() {}

    /**
     * Prints the figures, and writes them as JSON.
     *
     * @param steps last steps of each sequence that a forecast of next steps must find by itself; 0
     *     where it is given every step before the one to find
     * @param jsonOut file for the figures; null for none
     */
    public static void run(ScoringRequest request, int steps, String jsonOut, PrintStream out)
            throws IOException {
        var session = Sessions.open("unroll evaluate " + request.model());
        try {
            session.sparkContext().setJobDescription("evaluate");
            var hadoop = session.sparkContext().hadoopConfiguration();
            var model = Models.open(request, hadoop);
            var source = TrainedSource.complete(request.source(), model.conf(), out::println);
            if (jsonOut != null) {
                Overlap.ofCommand(hadoop, source, model.conf(), model.path())
                        .check("--json", jsonOut);
            }
            var json = jsonOut == null ? null : JsonOutput.open(jsonOut, hadoop);
            var rejections =
                    new Rejections(
                            CommandRejections.of(request, session, model.conf(), source, ""),
                            model.conf().data().maxRejected(),
                            out::println);
            var figures =
                    TaskJobs.of(model.conf().task())
                            .measure(
                                    session,
                                    model.trained(),
                                    new TaskJobs.Rows(source, "source", "source", steps),
                                    rejections);
            out.print(figures.text());
            var unknown = UnknownWords.of(session, model.trained(), source, "source");
            unknown.ifPresent(words -> out.println(words.text()));
            if (json != null) {
                var tree = new LinkedHashMap<String, Object>();
                tree.put("model", model.path());
                tree.putAll(figures.tree());
                tree.put("rejectedRows", rejections.total());
                unknown.ifPresent(words -> tree.put("unknownWords", words.share()));
                json.write(tree);
            }
        } finally {
            session.stop();
        }
    }
}
