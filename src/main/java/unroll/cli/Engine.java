package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import unroll.conf.Configuration;
import unroll.predict.Neighbourhood;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.job.DiagnoseJob.Depth;
import unroll.task.Generation;

/** The work behind the commands. */
interface Engine {
    /**
     * Trains, tests and writes the run directory.
     *
     * @param fresh whether the new run replaces an earlier one in the same directory
     * @param submission id that {@code status.json} carries; empty without a launcher that follows
     */
    void train(Configuration conf, boolean fresh, String submission, PrintStream out)
            throws IOException;

    /**
     * Measures a model.
     *
     * @param steps last steps of each sequence that a forecast of next steps must find by itself; 0
     *     for none
     * @param json file for the figures, null for none
     */
    void evaluate(ScoringRequest request, int steps, String json, PrintStream out)
            throws IOException;

    /**
     * Looks inside a model.
     *
     * @param json file for the figures, null for none
     */
    void diagnose(ScoringRequest request, Depth depth, String json, PrintStream out)
            throws IOException;

    /**
     * Adds a model's predictions to rows.
     *
     * @param steps that a forecast of next steps runs on
     * @param neighbours of a model whose predictions have a vector
     */
    void predictRows(
            ScoringRequest request, int steps, Neighbourhood neighbours, Sink sink, PrintStream out)
            throws IOException;

    /**
     * Scores one text without Spark.
     *
     * @param settings of the model that are replaced, as KEY=VALUE
     * @param generation how a language model continues it; without words it does not
     */
    void predictText(
            String model,
            List<String> settings,
            String text,
            Generation generation,
            PrintStream out)
            throws IOException;

    /** Describes a model or a checkpoint. */
    void inspect(String directory, PrintStream out) throws IOException;

    /**
     * Measures speed on this machine.
     *
     * @param workloads such as S1; empty for all
     */
    void bench(List<String> workloads, int threads, boolean json, PrintStream out)
            throws IOException;
}
