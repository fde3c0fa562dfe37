package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import unroll.data.DataException;
import unroll.task.TrainedModel;

/** Measures a model on a labelled source, by Spark MLlib's metrics. */
final class Evaluator {
    private Evaluator() {}

    /**
     * Scores and measures.
     *
     * @param rows of {@link Sources#examples}
     * @throws DataException when too much is bad, or no row is left
     */
    static Measured of(
            SparkSession session,
            TrainedModel model,
            Dataset<Row> rows,
            TaskJobs.Rows from,
            Rejections rejections) {
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var columns = Preparation.columns(model.conf(), from.source());
        var labels = model.codec().labels();
        var judged =
                rows.toJavaRDD()
                        .mapPartitions(some -> Judged.judge(some, columns, shipped.value()))
                        .setName("scores")
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            var tally = Tally.of(judged);
            rejections.add(
                    from.part(),
                    tally.rejected,
                    tally.good,
                    judged.filter(row -> !row.good()).map(Judged::rejected));
            from.requireSome(tally.good);
            return figures(judged.filter(Judged::good), labels, tally);
        } finally {
            judged.unpersist(false);
            shipped.destroy();
        }
    }

    /** Measures what has been scored: good rows only, at least one. */
    static Measured of(JavaRDD<Judged> judged, List<String> labels) {
        return figures(judged, labels, Tally.of(judged));
    }

    private static Measured figures(JavaRDD<Judged> judged, List<String> labels, Tally tally) {
        var metrics =
                new MulticlassMetrics(
                        JavaRDD.toRDD(judged.map(row -> pair(row.prediction(), row.target()))));
        var occurring =
                Arrays.stream(metrics.labels())
                        .mapToObj(label -> (int) label)
                        .collect(Collectors.toSet());
        long[] support = tally.confusion.byLabel(labels.size());
        long[] predicted = tally.confusion.byPrediction(labels.size());
        var classes = new ArrayList<Measured.OfClass>();
        double sumF1 = 0;
        int summed = 0;
        for (int k = 0; k < labels.size(); k++) {
            boolean occurs = occurring.contains(k);
            classes.add(
                    new Measured.OfClass(
                            labels.get(k),
                            occurs ? metrics.precision(k) : 0,
                            occurs ? metrics.recall(k) : 0,
                            occurs ? metrics.fMeasure(k) : 0,
                            support[k]));
            sumF1 += classes.get(k).f1();
            summed += occurs || predicted[k] > 0 ? 1 : 0;
        }
        return new Measured(
                tally.good,
                metrics.accuracy(),
                sumF1 / summed,
                labels.size() == 2 && occurring.size() == 2 ? auc(judged) : Double.NaN,
                tally.logLoss(),
                classes,
                tally.confusion);
    }

    private static double auc(JavaRDD<Judged> judged) {
        var scores = judged.map(row -> pair(row.second(), row.target()));
        // In one part: the area is a sum of doubles, and parts are added as they arrive.
        var metrics = new BinaryClassificationMetrics(JavaRDD.toRDD(scores.coalesce(1)), 0);
        double area = metrics.areaUnderROC();
        metrics.unpersist();
        return area;
    }

    private static Tuple2<Object, Object> pair(double a, double b) {
        return new Tuple2<>(a, b);
    }

    /** What is counted over the rows: whole numbers, so that their order does not show. */
    private static final class Tally implements Serializable {
        /** Losses are added in this unit, of a nat. */
        private static final double UNIT = 0x1p-32;

        private final Confusion confusion = new Confusion();
        private final TreeMap<Reason, Long> rejected = new TreeMap<>();
        private long good;
        private long losses;

        static Tally of(JavaRDD<Judged> rows) {
            var parts =
                    rows.mapPartitions(
                            (Iterator<Judged> some) -> {
                                var tally = new Tally();
                                some.forEachRemaining(tally::add);
                                return Collections.singleton(tally).iterator();
                            });
            var sum = new Tally();
            for (var part : parts.collect()) {
                part.rejected.forEach((reason, n) -> sum.rejected.merge(reason, n, Long::sum));
                sum.good += part.good;
                sum.losses += part.losses;
                sum.confusion.add(part.confusion);
            }
            return sum;
        }

        private void add(Judged row) {
            if (!row.good()) {
                rejected.merge(row.rejected().reason(), 1L, Long::sum);
                return;
            }
            good++;
            confusion.add(row.target(), row.prediction(), 1);
            // A probability rounded to 0 is worth the smallest float.
            double p = Math.max(row.probability(), Float.MIN_VALUE);
            losses += Math.round(-StrictMath.log(p) / UNIT);
        }

        double logLoss() {
            return losses * UNIT / good;
        }
    }
}
