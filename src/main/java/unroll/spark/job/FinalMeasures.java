package unroll.spark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Codec;
import unroll.measure.Measures;
import unroll.spark.SparkErrors;
import unroll.spark.baseline.Baseline;
import unroll.spark.prepare.PreparedData;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.MeasuredRows;
import unroll.spark.score.Measurement;
import unroll.spark.score.UnknownWords;
import unroll.spark.source.SourceColumns;
import unroll.task.TrainedModel;

/**
 * The measurements after training: of the network, and of the baseline beside it, on the test set
 * or, without one, on the validation set.
 */
final class FinalMeasures {
    private final TrainingRun run;
    private final Configuration conf;
    private final SourceConf test; // null if there is none
    private final Rejections rejections;

    FinalMeasures(TrainingRun run, Rejections rejections) {
        this.run = run;
        this.rejections = rejections;
        conf = run.conf();
        test = conf.data().testSet().orElse(null);
    }

    /**
     * The figures.
     *
     * @param part the set that was measured
     * @param network empty without a test and a validation set
     * @param unknown words of the test set; empty without one, or if steps are not words
     * @param baseline empty if it is off or has failed
     * @param notes reasons for missing figures
     */
    record Result(
            String part,
            Optional<Measures> network,
            Optional<UnknownWords> unknown,
            Optional<Baseline.Result> baseline,
            List<String> notes) {
        /** Puts the figures into a summary and removes those of other parts. */
        void putInto(Map<String, Object> summary) {
            summary.keySet()
                    .removeIf(
                            key ->
                                    key.equals("figures")
                                            || key.startsWith("test.")
                                            || key.startsWith("baseline."));
            network.ifPresent(
                    figures -> {
                        put(summary, part, figures);
                        summary.put("figures", figures.tree());
                    });
            unknown.ifPresent(words -> summary.put(part + ".unknownWords", words.share()));
            baseline.ifPresent(
                    found -> {
                        put(summary, "baseline", found.measured());
                        summary.put("baseline.regularisation", found.regularisation());
                        summary.put("baseline.validation.accuracy", found.validationAccuracy());
                    });
        }

        private static void put(Map<String, Object> tree, String name, Measures figures) {
            figures.figures()
                    .forEach((metric, value) -> tree.put(name + "." + metric.key(), value));
        }

        /** Returns the figures as text, by model. */
        Map<String, Map<String, String>> rows() {
            var rows = new LinkedHashMap<String, Map<String, String>>();
            network.ifPresent(figures -> rows.put("network", figures.shown()));
            network.ifPresent(figures -> rows.putAll(figures.others()));
            baseline.ifPresent(found -> rows.put("bag of n-grams", found.measured().shown()));
            return rows;
        }

        /** Returns the most important figure, with its name; empty without one. */
        Optional<String> headline() {
            return network.map(figures -> figures.shown().entrySet().iterator().next())
                    .map(first -> part + " " + first.getKey() + " " + first.getValue());
        }
    }

    /**
     * Reads the test source, if there is one, as measuring will, so that its faults are found
     * before training.
     *
     * @param known labels and widths of the training set
     * @throws unroll.data.DataException if input is missing, too many rows are rejected, or none is
     *     left
     */
    void checkTest(Codec known) {
        if (test != null) {
            run.stage(
                    "reading data.test",
                    SourceColumns.describe(test),
                    () -> {
                        testRows().check(run.session(), conf, known, rejections);
                        return null;
                    });
        }
    }

    /**
     * Measures.
     *
     * @param prepared called only if the validation set is measured
     * @throws unroll.data.DataException if the test source cannot be measured on
     */
    Result measure(TrainedModel model, Supplier<PreparedData> prepared) {
        boolean tested = test != null;
        var network = tested ? onTest(model) : onValidation(model, prepared.get());
        var notes = new ArrayList<String>();
        var unknown = tested ? unknown(model) : Optional.<UnknownWords>empty();
        unknown.ifPresent(words -> notes.add(words.text()));
        if (network.isEmpty()) {
            notes.add("no validation set: no figures");
        }
        var baseline =
                conf.baseline()
                        ? baseline(model.codec().labels(), network.isPresent(), notes)
                        : Optional.<Baseline.Result>empty();
        return new Result(tested ? "test" : "validation", network, unknown, baseline, notes);
    }

    private Optional<Measures> onTest(TrainedModel model) {
        return Optional.of(
                run.stage(
                        "measuring on the test set",
                        "",
                        () -> testRows().measure(run.session(), model, rejections)));
    }

    private Optional<UnknownWords> unknown(TrainedModel model) {
        if (!conf.data().train().words()) {
            return Optional.empty();
        }
        return run.stage(
                "counting unknown words",
                "",
                () -> UnknownWords.of(run.session(), model, test, "data.test"));
    }

    private Optional<Measures> onValidation(TrainedModel model, PreparedData prepared) {
        if (prepared.validationExamples() == 0) {
            return Optional.empty();
        }
        var series = conf.data().validationSet().filter(source -> source.series() != null);
        return Optional.of(
                run.stage(
                        "measuring on the validation set",
                        "",
                        () ->
                                series.isPresent()
                                        ? validationRows(series.get())
                                                .measure(run.session(), model, rejections)
                                        : Measurement.of(prepared.validation(), model)));
    }

    /** Returns the windows of series, whose values the prepared examples do not hold. */
    private static MeasuredRows validationRows(SourceConf series) {
        return new MeasuredRows(series, "data.validation", "validation", 0);
    }

    /**
     * Trains and measures the baseline. It is only a comparison: if it fails, the run finishes
     * nevertheless.
     *
     * @param measured whether there is something to measure on
     * @param notes receives the reason if there is no result
     */
    private Optional<Baseline.Result> baseline(
            List<String> labels, boolean measured, List<String> notes) {
        if (!measured) {
            notes.add("bag of n-grams: none, there is no set to measure it on");
            return Optional.empty();
        }
        var trained = new Baseline(run.session(), conf, labels);
        try {
            return Optional.of(
                    run.stage(
                            "bag of n-grams",
                            "the baseline",
                            () -> trained.run(run.progress()::message)));
        } catch (Throwable e) { // Spark's own are checked, but nowhere declared
            notes.add("bag of n-grams: none, " + SparkErrors.firstLine(SparkErrors.known(e)));
            return Optional.empty();
        }
    }

    private MeasuredRows testRows() {
        return new MeasuredRows(test, "data.test", "test", 0);
    }
}
