package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import unroll.bench.Bench;
import unroll.conf.Configuration;
import unroll.diagnose.DiagnosisText;
import unroll.predict.Neighbourhood;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.report.Figures;
import unroll.report.Progress;
import unroll.spark.Sessions;
import unroll.spark.job.DiagnoseJob;
import unroll.spark.job.DiagnoseJob.Depth;
import unroll.spark.job.EvaluateJob;
import unroll.spark.job.PredictJob;
import unroll.spark.job.TrainJob;
import unroll.task.Generation;

/** Runs the work of commands on Spark, in a session that lasts as long as the command. */
public final class SparkEngine implements Engine {
    @Override
    public void train(Configuration conf, boolean fresh, String submission, PrintStream out)
            throws IOException {
        long began = System.nanoTime();
        try (var session = Sessions.open("unroll train " + conf.run().dir())) {
            var started = Duration.ofNanos(System.nanoTime() - began);
            TrainJob.Result result;
            try (var progress = progress(out)) {
                progress.message(
                        "Spark %s on %s: started in %s"
                                .formatted(
                                        session.version(),
                                        session.sparkContext().master(),
                                        Figures.duration(started)));
                var request =
                        new TrainJob.Request(
                                conf, conf.data().train(), fresh, submission, began, true);
                result = TrainJob.run(session, request, progress);
            }
            out.print(result.text());
        }
    }

    /**
     * Returns a progress bar if the launcher says that the output is a terminal, and how wide it
     * is.
     */
    private static Progress progress(PrintStream out) {
        var columns = System.getenv("UNROLL_COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{0,3}")
                ? Progress.on(out, true, Integer.parseInt(columns))
                : Progress.on(out, false, 0);
    }

    @Override
    public void evaluate(ScoringRequest request, int steps, String json, PrintStream out)
            throws IOException {
        try (var session = Sessions.open("unroll evaluate " + request.model())) {
            out.print(EvaluateJob.run(session, request, steps, json, out::println).text());
        }
    }

    @Override
    public void diagnose(ScoringRequest request, Depth depth, String json, PrintStream out)
            throws IOException {
        try (var session = Sessions.open("unroll diagnose " + request.model())) {
            var found = DiagnoseJob.run(session, request, depth, json, out::println);
            out.print(DiagnosisText.of(found.diagnosis()));
            if (!found.file().isEmpty()) {
                out.println("\nfigures  " + found.file());
            }
        }
    }

    @Override
    public void predictRows(
            ScoringRequest request, int steps, Neighbourhood neighbours, Sink sink, PrintStream out)
            throws IOException {
        try (var session = Sessions.open("unroll predict " + request.model())) {
            PredictJob.run(session, request, steps, neighbours, sink, out::println);
        }
    }

    @Override
    public void predictText(
            String model,
            List<String> settings,
            String text,
            Generation generation,
            PrintStream out)
            throws IOException {
        PredictText.run(model, settings, text, generation, out);
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
