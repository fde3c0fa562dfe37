package unroll.spark.baseline;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.WideConf;
import unroll.data.Shard;
import unroll.encode.Entry;
import unroll.measure.rating.RatingScale;
import unroll.nn.Layout;
import unroll.nn.input.FeatureScores;
import unroll.nn.loss.ClassSquaredError;
import unroll.spark.prepare.ClassTermCounts;
import unroll.spark.prepare.NGramWeights;
import unroll.spark.prepare.PreparedData;
import unroll.spark.prepare.ShardPartitioner;
import unroll.text.NGramTable;

/**
 * The weights of the linear model beside the network by logistic regression on the training part.
 * Features are the n-grams' scales by naive Bayes, as in {@link Baseline}, over the root of their
 * number in the text, as in {@link FeatureScores}.
 */
public final class NGramRegression {
    /** L2 penalties on the mean loss; the first is used if there is no validation part. */
    private static final List<Double> PENALTIES = List.of(5e-5, 2e-4, 8e-4);

    private NGramRegression() {}

    /**
     * Assigns the weights of the best regression on the validation part.
     *
     * @param theta changed
     * @param notes takes a line about each regression if there is a validation part
     * @throws unroll.conf.ConfigurationException if the driver's memory is too small
     */
    public static void fill(
            SparkSession session,
            Configuration conf,
            float[] theta,
            Layout layout,
            PreparedData prepared,
            Consumer<String> notes) {
        var wide = conf.model().ngrams().orElseThrow();
        int classes = prepared.codec().labels().size();
        int terms = prepared.codec().ngrams().size();
        Regression.requireMemory(classes, terms);
        var table = NGramWeights.broadcast(prepared);
        var train = texts(prepared.train(), prepared, wide, table);
        var validation = texts(prepared.validation(), prepared, wide, table);
        var scales = new NaiveBayes(ClassTermCounts.of(train, classes, terms), classes);
        var sent = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(scales);
        TermFeatures features =
                ngrams -> sent.value().features(ngrams, FeatureScores.factor(ngrams.length));
        var model =
                new PenaltySearch(
                                session,
                                features,
                                new RatingScale(List.of()),
                                "n-grams beside the network")
                        .best(train, validation, PENALTIES, notes)
                        .model();
        sent.destroy();
        table.destroy();
        int weights = layout.slice(FeatureScores.WEIGHTS).offset();
        int bias = layout.slice(FeatureScores.BIAS).offset();
        boolean squared = conf.training().classLoss() == ClassLoss.SQUARED;
        double scale = squared ? ClassSquaredError.scale(classes) : 1; // logit of a score of 1
        for (int k = 0; k < classes; k++) {
            theta[bias + k] = (float) (intercept(model, k) / scale);
            for (int term = 0; term < terms; term++) {
                double weight = scales.scale(term) * coefficient(model, k, term);
                theta[weights + term * classes + k] = (float) (weight / scale);
            }
        }
    }

    private static JavaRDD<Entry> texts(
            JavaRDD<Shard> shards,
            PreparedData prepared,
            WideConf wide,
            Broadcast<NGramTable> table) {
        return ShardPartitioner.sorted(
                NGramWeights.texts(shards, prepared, wide, table), Regression.PARTITIONS);
    }

    private static double coefficient(LogisticRegressionModel model, int k, int term) {
        var coefficients = model.coefficientMatrix();
        return coefficients.numRows() == 1
                ? ofTwo(k, coefficients.apply(0, term))
                : coefficients.apply(k, term);
    }

    private static double intercept(LogisticRegressionModel model, int k) {
        var intercepts = model.interceptVector();
        return intercepts.size() == 1 ? ofTwo(k, intercepts.apply(0)) : intercepts.apply(k);
    }

    /** Of two classes the regression gives the log-odds of the second, of which each has half. */
    private static double ofTwo(int k, double logOdds) {
        return k == 1 ? logOdds / 2 : -logOdds / 2;
    }
}
