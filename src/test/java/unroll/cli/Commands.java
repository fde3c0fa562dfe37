package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import unroll.conf.Configuration;
import unroll.predict.Neighbourhood;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.job.DiagnoseJob.Depth;

/** Runs jobs as the commands do, each in a session of its own. */
public final class Commands {
    private static final Engine ENGINE = new SparkEngine();

    private Commands() {}

    public static void train(Configuration conf, boolean fresh, String submission, PrintStream out)
            throws IOException {
        ENGINE.train(conf, fresh, submission, out);
    }

    public static void evaluate(ScoringRequest request, int steps, String json, PrintStream out)
            throws IOException {
        ENGINE.evaluate(request, steps, json, out);
    }

    public static void predict(ScoringRequest request, int steps, Sink sink, PrintStream out)
            throws IOException {
        predict(request, steps, Neighbourhood.NONE, sink, out);
    }

    public static void predict(
            ScoringRequest request, int steps, Neighbourhood neighbours, Sink sink, PrintStream out)
            throws IOException {
        ENGINE.predictRows(request, steps, neighbours, sink, out);
    }

    public static void diagnose(ScoringRequest request, Depth depth, String json, PrintStream out)
            throws IOException {
        ENGINE.diagnose(request, depth, json, out);
    }
}
