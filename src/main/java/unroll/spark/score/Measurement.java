package unroll.spark.score;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.encode.survey.CutRows;
import unroll.measure.BatchSums;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.predict.ScoringWindow;
import unroll.spark.prepare.ExamplePreparation;
import unroll.spark.prepare.Rejections;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.Task.LabelledInput;
import unroll.task.TrainedModel;

/** Measures a model on rows or on prepared examples. */
public final class Measurement {
    private Measurement() {}

    /** Measures on prepared examples, of which there must be at least one. */
    public static Measures of(JavaRDD<Shard> shards, TrainedModel model) {
        var sum = model.task().evaluator();
        ofShards(
                        shards,
                        model,
                        (scorer, shard) -> {
                            var task = scorer.model().task();
                            var sums = task.evaluator();
                            task.measure(scorer, shard, sums);
                            return sums;
                        })
                .forEach(sum::merge);
        return sum.measures(model.codec().labels());
    }

    /**
     * Calibrates a model on prepared examples.
     *
     * @param model of a task with something to calibrate
     * @return its codec with what was found
     */
    public static Codec calibrated(JavaRDD<Shard> shards, TrainedModel model) {
        var sum = model.task().calibrationSearch().orElseThrow();
        ofShards(
                        shards,
                        model,
                        (scorer, shard) -> {
                            var sums = scorer.model().task().calibrationSearch().orElseThrow();
                            scorer.measure(shard, sums);
                            return sums;
                        })
                .forEach(sum::merge);
        return model.task().calibrated(model.codec(), sum.found());
    }

    /** Returns the sums of each shard. */
    private static <S extends BatchSums> List<S> ofShards(
            JavaRDD<Shard> shards, TrainedModel model, Function2<Scorer, Shard, S> measured) {
        var shipped = JavaSparkContext.fromSparkContext(shards.context()).broadcast(model);
        try {
            return shards.map(shard -> measured.call(new Scorer(shipped.value()), shard)).collect();
        } finally {
            shipped.destroy();
        }
    }

    /**
     * Measures on rows of a source.
     *
     * @throws unroll.data.DataException if too many rows are rejected, or none is left
     */
    static Measures of(
            SparkSession session, TrainedModel model, MeasuredRows from, Rejections rejections) {
        var rows = from.withHistory(model.task().history()).open(session, model.conf());
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var columns = ExamplePreparation.columns(model.conf(), from.source());
        int steps = from.steps();
        // Cached, since the rejected ones are read again.
        var outcomes =
                rows.mapPartitions(
                                (Iterator<RawRecord> some) ->
                                        new Outcomes(some, columns, shipped.value(), steps))
                        .setName("measured rows")
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            var sum = new Sums(model.task().evaluator());
            outcomes.filter(outcome -> outcome.sums != null)
                    .collect()
                    .forEach(outcome -> sum.add(outcome.sums));
            rejections.add(
                    from.part(),
                    sum.bad,
                    sum.good,
                    outcomes.filter(outcome -> outcome.rejected != null)
                            .map(outcome -> outcome.rejected));
            from.requireSome(sum.measured, "measure on");
            var cut = new CutRows(sum.cut, sum.good);
            rejections.addCut(from.part(), cut, model.conf());
            return sum.evaluator.measures(model.codec().labels());
        } finally {
            outcomes.unpersist(false);
            shipped.destroy();
        }
    }

    /** The counts and sums of a partition's rows. */
    private static final class Sums implements Serializable {
        private final Evaluator evaluator;
        private final TreeMap<Reason, Long> bad = new TreeMap<>();
        private long good; // with windows that are read for their history alone
        private long measured;
        private long cut; // of the good ones

        Sums(Evaluator evaluator) {
            this.evaluator = evaluator;
        }

        void add(Sums other) {
            evaluator.merge(other.evaluator);
            other.bad.forEach((reason, n) -> bad.merge(reason, n, Long::sum));
            good += other.good;
            measured += other.measured;
            cut += other.cut;
        }
    }

    /**
     * A rejected row or, as the last of a partition, the sums of all others. A plain class, since
     * Spark caches it.
     */
    private static final class Outcome implements Serializable {
        private final Rejected rejected;
        private final Sums sums;

        Outcome(Rejected rejected, Sums sums) {
            this.rejected = rejected;
            this.sums = sums;
        }
    }

    /**
     * Measures a partition, some thousands of rows at a time so that similar lengths share a batch.
     */
    private static final class Outcomes implements Iterator<Outcome> {
        private final Iterator<RawRecord> rows;
        private final RecordReader reader;
        private final TrainedModel model;
        private final RowCheck check;
        private final int steps;
        private final Scorer scorer;
        private final Sums sums;
        private final ScoringWindow<LabelledInput> window = new ScoringWindow<>();
        private boolean ended;

        Outcomes(
                Iterator<RawRecord> rows,
                RecordReader.Columns columns,
                TrainedModel model,
                int steps) {
            this.rows = rows;
            reader = new RecordReader(columns);
            this.model = model;
            check = new RowCheck(model.codec(), model.task(), steps);
            this.steps = steps;
            scorer = new Scorer(model);
            sums = new Sums(model.task().evaluator());
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public Outcome next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            while (rows.hasNext()) {
                var wrong = check.wrong(rows.next(), reader);
                if (wrong != null) {
                    sums.bad.merge(wrong.reason(), 1L, Long::sum);
                    return new Outcome(wrong, null);
                }
                var example = example();
                add(new LabelledInput(ModelInput.of(reader, example), reader.reference()));
            }
            measure();
            ended = true;
            return new Outcome(null, sums);
        }

        /** Returns the reader's row, which is good, with its target. */
        private Example example() {
            var codec = model.codec();
            return Encoding.example(reader, codec, scorer::encode)
                    .withLabels(codec.classes(reader.labels()))
                    .withValues(codec.targets().encode(reader.values()))
                    .withSecond(codec.second(reader.second(), reader.terms()));
        }

        private void add(LabelledInput row) {
            var example = row.example();
            sums.good++;
            sums.measured += row.input().history() ? 0 : 1;
            sums.cut += Encoding.cuts(reader, example, model.codec()) ? 1 : 0;
            window.add(row, example, row.target().size());
            if (window.full()) {
                measure();
            }
        }

        private void measure() {
            model.task().measure(scorer, window.items(), steps, sums.evaluator);
            window.clear();
        }
    }
}
