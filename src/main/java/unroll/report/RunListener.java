package unroll.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unroll.io.run.RunDirectory;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.train.EpochReport;
import unroll.train.TrainingListener;

/** Shows and records the course of training. */
public final class RunListener implements TrainingListener {
    private final RunDirectory directory;
    private final Progress progress;
    private final RunStatus status;
    private final Metric metric;
    private final boolean agrees;
    private final List<MetricsLine.OfRound> rounds = new ArrayList<>(); // of this epoch
    private double seconds; // of all rounds
    private long tokens; // of all rounds
    private double epochsDone; // in this process
    private int epochs; // whole ones, in this process
    private long impossible; // sequences in the last message about them

    /**
     * Creates a listener.
     *
     * @param metric of the task
     * @param agrees whether several shards should synchronise more often than once an epoch
     */
    public RunListener(
            RunDirectory directory,
            Progress progress,
            RunStatus status,
            Metric metric,
            boolean agrees) {
        this.metric = metric;
        this.agrees = agrees;
        this.directory = directory;
        this.progress = progress;
        this.status = status;
    }

    @Override
    public void round(RoundReport report) {
        if (agrees && report.rounds() == 1 && epochsDone == 0) {
            progress.message(
                    "hint: shards are averaged only once per epoch; a lower sync.every or fewer data.shards usually learn more");
        }
        var metrics = report.metrics();
        seconds += report.seconds();
        tokens += metrics.tokens();
        epochsDone += 1.0 / report.rounds();
        double left =
                report.epochs() - report.epoch() + 1 - (double) report.round() / report.rounds();
        progress.step(
                new Progress.Step(
                        report.epoch(),
                        report.epochs(),
                        report.round(),
                        report.rounds(),
                        metrics.meanLoss(),
                        report.tokensPerSecond(),
                        Duration.ofMillis((long) (1000 * left * seconds / epochsDone))));
        removeFrom(report.epoch(), report.round());
        rounds.add(MetricsLine.OfRound.of(report));
        status.at(report.epoch(), report.round());
    }

    /** Removes the discarded rounds, if training has gone back to one of them. */
    private void removeFrom(int epoch, int round) {
        rounds.removeIf(
                line -> line.epoch() > epoch || (line.epoch() == epoch && line.round() >= round));
    }

    @Override
    public void epoch(EpochReport report) {
        epochs++;
        if (report.validationTerms() > 0) {
            progress.message(
                    String.format(
                            Locale.ROOT,
                            "epoch %d: loss %.4f, on validation %.4f and %s",
                            report.epoch(),
                            report.loss(),
                            report.validationLoss(),
                            metric.show(report.validationScore())));
        }
        if (report.impossible() != impossible) {
            impossible = report.impossible();
            progress.message(
                    String.format(
                            Locale.ROOT,
                            "epoch %d: %s with more labels than steps, which training skips",
                            report.epoch(),
                            Plural.of(report.impossible(), "sequence")));
        }
        var lines = new ArrayList<MetricsLine>(rounds);
        lines.add(MetricsLine.OfEpoch.of(report, metric));
        try {
            directory.writeMetrics(report.epoch(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rounds.clear();
    }

    @Override
    public void message(String text) {
        progress.message(text);
    }

    /** Returns the number of epochs finished by this process. */
    public int epochs() {
        return epochs;
    }

    /**
     * Returns the speed of all shards together over all rounds of this process; 0 without rounds.
     */
    public double tokensPerSecond() {
        return seconds > 0 ? tokens / seconds : 0;
    }
}
