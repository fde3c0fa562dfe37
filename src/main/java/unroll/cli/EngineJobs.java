package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import unroll.conf.Configuration;
import unroll.spark.job.DiagnoseJob;
import unroll.spark.job.DiagnoseJob.Depth;
import unroll.spark.job.EvaluateJob;
import unroll.spark.job.PredictJob;
import unroll.spark.job.ScoringRequest;
import unroll.spark.job.Sink;
import unroll.spark.job.TrainJob;

/** Binds the commands to the engine. */
final class EngineJobs implements Jobs {
    @Override
    public void train(Configuration conf, boolean fresh, String submission, PrintStream out)
            throws IOException {
        TrainJob.run(conf, fresh, submission, out);
    }

    @Override
    public void evaluate(ScoringRequest request, int steps, String json, PrintStream out)
            throws IOException {
        EvaluateJob.run(request, steps, json, out);
    }

    @Override
    public void diagnose(ScoringRequest request, Depth depth, String json, PrintStream out)
            throws IOException {
        DiagnoseJob.run(request, depth, json, out);
    }

    @Override
    public void predictRows(ScoringRequest request, int steps, Sink sink, PrintStream out)
            throws IOException {
        PredictJob.run(request, steps, sink, out);
    }

    @Override
    public void predictText(String model, String text, int steps, long seed, PrintStream out)
            throws IOException {
        PredictText.run(model, text, steps, seed, out);
    }

    @Override
    public void inspect(String directory, PrintStream out) throws IOException {
        Inspect.run(directory, out);
    }

    @Override
    public void bench(List<String> workloads, int threads, boolean json, PrintStream out)
            throws IOException {
        Bench.run(workloads, threads, json, out);
    }
}
