package unroll.spark.baseline;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import unroll.encode.Entry;
import unroll.measure.ClassSums;
import unroll.measure.Metric;
import unroll.measure.rating.RatingScale;

/** Fits regressions with several penalties and chooses the best on the validation part. */
final class PenaltySearch {
    private final SparkSession session;
    private final TermFeatures features;
    private final RatingScale scale;
    private final String name;

    /** A fitted regression and its accuracy on the validation part, 0 without one. */
    record Trial(LogisticRegressionModel model, double accuracy) {}

    /**
     * @param name of the model, for notes
     */
    PenaltySearch(SparkSession session, TermFeatures features, RatingScale scale, String name) {
        this.session = session;
        this.features = features;
        this.scale = scale;
        this.name = name;
    }

    /**
     * Returns the best regression, the earlier of two that are equally good.
     *
     * @param penalties L2 penalties on the mean loss; the first is used if there is no validation
     *     part
     * @param notes takes a line about each penalty if there is a validation part
     */
    Trial best(
            JavaRDD<Entry> train,
            JavaRDD<Entry> validation,
            List<Double> penalties,
            Consumer<String> notes) {
        var rows = Regression.rows(session, train, features);
        long examples = validation.count();
        Trial best = null;
        for (double penalty : examples > 0 ? penalties : penalties.subList(0, 1)) {
            var model = Regression.fit(rows, penalty);
            double accuracy = measure(model, validation).evaluation().score(Metric.ACCURACY);
            if (examples > 0) {
                notes.accept(
                        String.format(
                                Locale.ROOT,
                                "%s, regularisation %s: %.2f %% on validation",
                                name,
                                penalty,
                                100 * accuracy));
            }
            if (best == null || accuracy > best.accuracy()) {
                best = new Trial(model, accuracy);
            }
        }
        return best;
    }

    /** Returns the sums over predictions for texts. */
    ClassSums measure(LogisticRegressionModel model, JavaRDD<Entry> texts) {
        var features = this.features;
        var scale = this.scale;
        var sum = new ClassSums(scale);
        var sent = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        texts.mapPartitions(
                        some -> {
                            var sums = new ClassSums(scale);
                            some.forEachRemaining(
                                    entry -> {
                                        var example = entry.example();
                                        var vector = features.of(example.ids());
                                        var chances =
                                                floats(sent.value().predictProbability(vector));
                                        sums.add(example.target(), chances, 0, chances.length);
                                    });
                            return List.of(sums).iterator();
                        })
                .collect()
                .forEach(sum::add);
        sent.destroy();
        return sum;
    }

    private static float[] floats(Vector probabilities) {
        var floats = new float[probabilities.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) probabilities.apply(k);
        }
        return floats;
    }
}
