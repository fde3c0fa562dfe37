package unroll.report;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.Map;
import unroll.measure.Metric;
import unroll.train.EpochReport;
import unroll.train.TrainingListener.RoundReport;
import unroll.train.worker.GradientNorms;

/** A line of an epoch's metrics; components and annotations give the keys. */
sealed interface MetricsLine {
    /** The line of a round. */
    record OfRound(
            int epoch,
            int round,
            int rounds,
            double loss,
            double penalty,
            long tokens,
            long batches,
            long skipped,
            long impossible,
            long clipped,
            @JsonUnwrapped Norms norms,
            double seconds,
            double workerSeconds)
            implements MetricsLine {
        static OfRound of(RoundReport report) {
            var metrics = report.metrics();
            return new OfRound(
                    report.epoch(),
                    report.round(),
                    report.rounds(),
                    metrics.meanLoss(),
                    metrics.meanPenalty(),
                    metrics.tokens(),
                    metrics.batches(),
                    metrics.skipped(),
                    metrics.impossible(),
                    metrics.clipped(),
                    Norms.of(metrics.norms()),
                    report.seconds(),
                    metrics.nanos() / 1e9);
        }
    }

    /**
     * The line of a whole epoch, which follows those of its rounds.
     *
     * @param validation figures of the validation set; empty without one
     */
    record OfEpoch(
            int epoch,
            double loss,
            double penalty,
            long tokens,
            long batches,
            long skipped,
            long impossible,
            long clipped,
            @JsonUnwrapped Norms norms,
            @JsonAnyGetter Map<String, Double> validation)
            implements MetricsLine {
        static OfEpoch of(EpochReport report, Metric metric) {
            var validation = new LinkedHashMap<String, Double>();
            if (report.validationTerms() > 0) {
                validation.put("validation.loss", report.validationLoss());
                validation.put("validation." + metric.key(), report.validationScore());
            }
            return new OfEpoch(
                    report.epoch(),
                    report.loss(),
                    report.penalty(),
                    report.tokens(),
                    report.batches(),
                    report.skipped(),
                    report.impossible(),
                    report.clipped(),
                    Norms.of(report.norms()),
                    validation);
        }
    }

    /** The norms of the gradients before clipping. */
    record Norms(
            double clippedShare,
            @JsonProperty("norm.p10") double p10,
            @JsonProperty("norm.p50") double p50,
            @JsonProperty("norm.p90") double p90,
            @JsonProperty("norm.p99") double p99) {
        static Norms of(GradientNorms norms) {
            return new Norms(norms.clipped(), norms.p10(), norms.p50(), norms.p90(), norms.p99());
        }
    }
}
