package unroll.spark.baseline;

import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.ConfigurationException;
import unroll.encode.Entry;

/** Spark ML's logistic regression over terms of texts. */
final class Regression {
    private static final int ITERATIONS = 30;
    private static final int VECTORS = 24; // of the optimiser: ten pairs of its history, and a few
    private static final double TOLERANCE = 1e-4;

    private static final StructType SCHEMA =
            new StructType()
                    .add("label", DataTypes.DoubleType)
                    .add("features", SQLDataTypes.VectorType());

    private Regression() {}

    /**
     * Returns the rows to learn from. Not cached: the regression caches blocks of them, and the
     * shuffle's files keep the rest.
     *
     * @param texts in one or two partitions, in an order that depends on the texts alone: sums of
     *     more would depend on the order in which the partitions end
     */
    static Dataset<Row> rows(SparkSession session, JavaRDD<Entry> texts, TermFeatures features) {
        var rows =
                texts.map(
                        text -> {
                            var example = text.example();
                            return RowFactory.create(
                                    (double) example.target(), features.of(example.ids()));
                        });
        return session.createDataFrame(rows, SCHEMA);
    }

    /**
     * Fits.
     *
     * @param penalty L2 penalty on the mean loss
     */
    static LogisticRegressionModel fit(Dataset<Row> rows, double penalty) {
        return new LogisticRegression()
                .setMaxIter(ITERATIONS)
                .setTol(TOLERANCE)
                .setStandardization(false) // which would undo the scales
                .setRegParam(penalty)
                .fit(rows);
    }

    /**
     * Checks that the driver can hold the optimiser's vectors and the counts of each partition.
     *
     * @param message start of the message if it cannot
     * @throws ConfigurationException if it cannot
     */
    static void requireMemory(int classes, int terms, int partitions, String message) {
        int rows = classes == 2 ? 1 : classes;
        double vectors = 8.0 * VECTORS * rows * terms;
        double counts = 4.0 * (partitions + 1) * classes * terms;
        double bytes = vectors + counts;
        if (bytes > Runtime.getRuntime().maxMemory() / 2.0) {
            throw new ConfigurationException(
                    String.format(
                            Locale.ROOT,
                            "%s%,d classes of %,d terms take %,.0f MiB, more than half of the driver's memory",
                            message,
                            classes,
                            terms,
                            bytes / (1 << 20)));
        }
    }
}
