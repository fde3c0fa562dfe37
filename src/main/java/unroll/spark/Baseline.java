package unroll.spark;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TextConf;
import unroll.conf.ValidationConf;
import unroll.data.ContentHash;

/**
 * What the network has to beat: logistic regression on the presence of words and pairs of words,
 * weighted by inverse document frequency. The regularisation is the one of {@link #REGULARISATIONS}
 * that does best on the validation part. The words are the network's, but of the whole text.
 */
final class Baseline {
    static final List<Double> REGULARISATIONS = List.of(0.2, 0.05, 0.01);

    private static final int TERMS = 300_000;
    private static final int LEAST_DOCUMENTS = 2; // that a term occurs in
    private static final int ITERATIONS = 30;

    /**
     * The sum of two parts is the same whichever comes first; of more it would depend on the order.
     */
    private static final int PARTITIONS = 2;

    private static final StructType SCHEMA =
            new StructType()
                    .add("label", DataTypes.DoubleType)
                    .add("high", DataTypes.LongType)
                    .add("low", DataTypes.LongType)
                    .add("validation", DataTypes.BooleanType)
                    .add("words", DataTypes.createArrayType(DataTypes.StringType));

    private final SparkSession session;
    private final Configuration conf;
    private final List<String> labels;
    private final TextConf text;

    /**
     * The baseline's figures.
     *
     * @param measured on the test part, or without one on the validation part
     */
    record Result(double regularisation, double validationAccuracy, Measured measured) {}

    /**
     * @param labels of the training part, as {@link Preparation#labels} gives them
     */
    Baseline(SparkSession session, Configuration conf, List<String> labels) {
        this.session = session;
        this.conf = conf;
        this.labels = new ArrayList<>(labels);
        var t = conf.text();
        text =
                new TextConf(
                        t.tokenizer(),
                        t.letters(),
                        t.lowercase(),
                        t.stripHtml(),
                        t.vocabulary(),
                        t.minCount(),
                        t.unknownBuckets(),
                        Integer.MAX_VALUE);
    }

    /**
     * Trains and measures.
     *
     * @param notes takes a line about each regularisation tried
     */
    Result run(Consumer<String> notes) {
        var source = conf.data().validation();
        double share = source instanceof ValidationConf.Share some ? some.share() : 0;
        var all =
                documents(conf.data().train(), "data.train", share)
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var train = all.where("not validation");
        var validation =
                source instanceof ValidationConf.Source other
                        ? documents(other.source(), "data.validation", 1)
                        : all.where("validation");
        var vectors =
                new CountVectorizerModel(terms(train))
                        .setBinary(true)
                        .setInputCol("terms")
                        .setOutputCol("counts");
        var counted = vectors.transform(withTerms(train));
        var idf = new IDF().setInputCol("counts").setOutputCol("features").fit(counted);
        var trainFeatures =
                features(idf.transform(counted)).persist(StorageLevel.MEMORY_AND_DISK());
        var validationFeatures =
                features(idf.transform(vectors.transform(withTerms(validation))))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        LogisticRegressionModel best = null;
        double bestAccuracy = -1;
        long examples = validationFeatures.count();
        for (double regularisation :
                examples > 0 ? REGULARISATIONS : REGULARISATIONS.subList(0, 1)) {
            var model =
                    new LogisticRegression()
                            .setMaxIter(ITERATIONS)
                            .setRegParam(regularisation)
                            .fit(trainFeatures);
            long right = model.transform(validationFeatures).where("prediction = label").count();
            double accuracy = examples > 0 ? (double) right / examples : 0;
            notes.accept(
                    "bag of words, regularisation %s: %.2f %% on validation"
                            .formatted(regularisation, 100 * accuracy));
            if (accuracy > bestAccuracy) {
                best = model;
                bestAccuracy = accuracy;
            }
        }
        var test =
                conf.data().test() == null
                        ? validationFeatures
                        : features(
                                idf.transform(
                                        vectors.transform(
                                                withTerms(
                                                        documents(
                                                                conf.data().test(),
                                                                "data.test",
                                                                0)))));
        var judged =
                best.transform(test)
                        .select("label", "probability")
                        .toJavaRDD()
                        .map(row -> Judged.of((int) row.getDouble(0), floats(row.getAs(1))))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var measured = Evaluator.of(judged, labels);
        judged.unpersist(false);
        trainFeatures.unpersist();
        validationFeatures.unpersist();
        all.unpersist();
        return new Result(best.getRegParam(), bestAccuracy, measured);
    }

    /** Good rows of a source as words, with a label that is known. */
    private Dataset<Row> documents(SourceConf source, String key, double share) {
        var words = text;
        var known = labels;
        long seed = conf.run().seed();
        return session.createDataFrame(
                new Sources(session)
                        .examples(source, key, true)
                        .toJavaRDD()
                        .mapPartitions(rows -> documents(rows, words, known, share, seed)),
                SCHEMA);
    }

    private static Iterator<Row> documents(
            Iterator<Row> rows, TextConf text, List<String> labels, double share, long seed) {
        return new Documents(rows, text, labels, share, seed);
    }

    private static Dataset<Row> withTerms(Dataset<Row> documents) {
        return new NGram()
                .setInputCol("words")
                .setOutputCol("pairs")
                .transform(documents)
                .withColumn("terms", concat(col("words"), col("pairs")));
    }

    /** The most frequent terms, equally frequent ones in the order of their bytes. */
    private static String[] terms(Dataset<Row> documents) {
        return withTerms(documents)
                .select(explode(array_distinct(col("terms"))).as("term"))
                .groupBy("term")
                .count()
                .where(col("count").geq(LEAST_DOCUMENTS))
                .orderBy(col("count").desc(), col("term"))
                .limit(TERMS)
                .select("term")
                .toJavaRDD()
                .map(row -> row.getString(0))
                .collect()
                .toArray(new String[0]);
    }

    /** Label and features, in an order and in parts that depend on the examples alone. */
    private static Dataset<Row> features(Dataset<Row> vectors) {
        return vectors.select("label", "high", "low", "features")
                .repartition(PARTITIONS, col("high"))
                .sortWithinPartitions("high", "low");
    }

    private static float[] floats(Vector probabilities) {
        var floats = new float[probabilities.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) probabilities.apply(k);
        }
        return floats;
    }

    /** Reads rows, passing over bad ones: the network's own reading accounts for them. */
    private static final class Documents implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final RowReader reader;
        private final Map<String, Integer> targets = new HashMap<>();
        private final double share;
        private final long seed;
        private Row next;

        Documents(Iterator<Row> rows, TextConf text, List<String> labels, double share, long seed) {
            this.rows = rows;
            reader = new RowReader(text, true);
            labels.forEach(label -> targets.put(label, targets.size()));
            this.share = share;
            this.seed = seed;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && rows.hasNext()) {
                boolean good = reader.read(rows.next()) == null;
                var target = targets.get(reader.label());
                if (good && target != null) {
                    var hash = ContentHash.of(reader.text(), reader.label(), seed);
                    next =
                            RowFactory.create(
                                    (double) target,
                                    hash.high(),
                                    hash.low(),
                                    hash.validation(share),
                                    reader.words().toArray(new String[0]));
                }
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Row next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            var row = next;
            advance();
            return row;
        }
    }
}
