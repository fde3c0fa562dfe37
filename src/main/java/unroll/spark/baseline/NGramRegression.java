package unroll.spark.baseline;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.nn.Layout;
import unroll.nn.input.FeatureScores;
import unroll.spark.prepare.ClassTermCounts;
import unroll.spark.prepare.NGramWeights;
import unroll.spark.prepare.PreparedData;
import unroll.spark.prepare.ShardPartitioner;

/**
 * The weights of the linear model beside the network by logistic regression on the training set.
 * Features are the n-grams' scales by naive Bayes, as in {@link Baseline}, over the root of their
 * number in the text, as in {@link FeatureScores}.
 */
public final class NGramRegression {
    /** L2 penalty on the sum of the losses: the mean of n losses has an n-th of it. */
    private static final double PENALTY = 1.125;

    /**
     * Spark merges means and variances of features part by part, and a place where two parts meet
     * would show in the last bits.
     */
    private static final int PARTITIONS = 1;

    private NGramRegression() {}

    /**
     * Assigns the weights.
     *
     * @param theta changed
     * @throws unroll.conf.ConfigurationException if the driver's memory is too small
     */
    public static void fill(
            SparkSession session,
            Configuration conf,
            float[] theta,
            Layout layout,
            PreparedData prepared) {
        var wide = conf.model().ngrams().orElseThrow();
        int classes = prepared.codec().labels().size();
        int terms = prepared.codec().ngrams().size();
        Regression.requireMemory(
                classes,
                terms,
                PARTITIONS,
                "model.wide.start: expected naiveBayes or zero, a smaller model.wide.vocabulary or more memory"
                        + " for the driver (spark.driver.memory), got regression: ");
        var table = NGramWeights.broadcast(prepared);
        var texts = ShardPartitioner.sorted(NGramWeights.texts(prepared, wide, table), PARTITIONS);
        var scales = new TermScales(ClassTermCounts.of(texts, classes, terms), classes);
        var sent = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(scales);
        var rows =
                Regression.rows(
                        session,
                        texts,
                        ngrams ->
                                sent.value().features(ngrams, FeatureScores.factor(ngrams.length)));
        var model = Regression.fit(rows, PENALTY / prepared.trainExamples());
        sent.destroy();
        table.destroy();
        int weights = layout.slice(FeatureScores.WEIGHTS).offset();
        int bias = layout.slice(FeatureScores.BIAS).offset();
        double scale = NGramWeights.logit(conf, classes);
        for (int k = 0; k < classes; k++) {
            theta[bias + k] = (float) (intercept(model, k) / scale);
            for (int term = 0; term < terms; term++) {
                double weight = scales.scale(term) * coefficient(model, k, term);
                theta[weights + term * classes + k] = (float) (weight / scale);
            }
        }
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
