package unroll.spark.baseline;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.DataConf.ValidationConf;
import unroll.conf.SourceConf;
import unroll.conf.TextConf;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.data.DataException;
import unroll.encode.Entry;
import unroll.encode.row.Labels;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.measure.ClassSums;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.rating.RatingScale;
import unroll.spark.prepare.ClassTermCounts;
import unroll.spark.prepare.ShardPartitioner;
import unroll.spark.source.RowRecords;
import unroll.spark.source.Sources;

/**
 * The linear model that a network has to beat: Spark ML's logistic regression on the presence of
 * words, pairs and triples of words, each scaled by its naive-Bayes log-count ratio (Wang and
 * Manning 2012). The regularisation is the one of {@link #REGULARISATIONS} that does best on the
 * validation set. The words are the network's, but of the whole text. Of ordered classes it
 * predicts the median, as the network does.
 */
public final class Baseline {
    /** L2 penalties on the mean loss; the first is used if there is no validation set. */
    static final List<Double> REGULARISATIONS = List.of(0.0003, 0.001, 0.0001);

    /**
     * A sum of two parts is the same whichever comes first, and so are a feature's mean and
     * variance, since it has the same value in all texts that have it.
     */
    private static final int PARTITIONS = 2;

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final Configuration conf;
    private final List<String> labels;
    private final HashMap<String, Integer> targets = new HashMap<>();
    private final TextConf text;
    private final RatingScale scale;

    /**
     * The baseline's figures.
     *
     * @param validationAccuracy 0 without a validation set
     * @param measured on the test set, or without one on the validation set
     */
    public record Result(double regularisation, double validationAccuracy, Measures measured) {}

    /** A trained model and how it does on the validation set. */
    private record Trial(LogisticRegressionModel model, double accuracy) {}

    /**
     * @param labels of the training set, in the order of the network's outputs
     */
    public Baseline(SparkSession session, Configuration conf, List<String> labels) {
        this.session = session;
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.conf = conf;
        this.labels = labels;
        labels.forEach(label -> targets.put(label, targets.size()));
        text = conf.text().whole();
        boolean ordinal = conf.training().classLoss() == ClassLoss.ORDINAL;
        scale = new RatingScale(ordinal ? Labels.values(labels) : List.of());
    }

    /**
     * Trains and measures.
     *
     * @param notes takes a line about each regularisation if there is a validation set
     * @throws DataException when there is nothing to learn from, or to measure on
     */
    public Result run(Consumer<String> notes) {
        var validationConf = conf.data().validation();
        double share = validationConf instanceof ValidationConf.Share some ? some.share() : 0;
        var source =
                drafts(conf.data().train(), "data.train")
                        .setName("texts of the baseline")
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var found = Terms.of(spark, source, share);
        if (found.size() == 0) {
            throw new DataException("no word occurs in two training texts");
        }
        Regression.requireMemory(labels.size(), found.size(), PARTITIONS, "");
        var terms = spark.broadcast(found);
        var train = entries(source, terms, share, false);
        var scales =
                spark.broadcast(
                        new TermScales(
                                ClassTermCounts.of(train, labels.size(), found.size()),
                                labels.size()));
        var validation =
                validationConf instanceof ValidationConf.Source other
                        ? entries(drafts(other.source(), "data.validation"), terms, 1, true)
                        : entries(source, terms, share, true);
        var best = best(train, validation, scales, notes);
        var test =
                conf.data().test() == null
                        ? validation
                        : entries(drafts(conf.data().test(), "data.test"), terms, 0, false);
        var sums = measure(best.model(), test, scales);
        if (sums.evaluation().terms() == 0) {
            throw new DataException("there is no row to measure it on");
        }
        var measured = sums.measures(labels);
        source.unpersist(false);
        terms.destroy();
        scales.destroy();
        return new Result(best.model().getRegParam(), best.accuracy(), measured);
    }

    private Trial best(
            JavaRDD<Entry> train,
            JavaRDD<Entry> validation,
            Broadcast<TermScales> scales,
            Consumer<String> notes) {
        var rows = Regression.rows(session, train, terms -> scales.value().features(terms));
        long examples = validation.count();
        Trial best = null;
        for (double regularisation :
                examples > 0 ? REGULARISATIONS : REGULARISATIONS.subList(0, 1)) {
            var model = Regression.fit(rows, regularisation);
            double accuracy =
                    measure(model, validation, scales).evaluation().score(Metric.ACCURACY);
            if (examples > 0) {
                notes.accept(
                        String.format(
                                Locale.ROOT,
                                "n-grams, regularisation %s: %.2f %% on validation",
                                regularisation,
                                100 * accuracy));
            }
            if (best == null || accuracy > best.accuracy()) {
                best = new Trial(model, accuracy);
            }
        }
        return best;
    }

    private ClassSums measure(
            LogisticRegressionModel model, JavaRDD<Entry> entries, Broadcast<TermScales> scales) {
        var ordered = scale;
        var sum = new ClassSums(ordered);
        var sent = spark.broadcast(model);
        entries.mapPartitions(
                        some -> {
                            var sums = new ClassSums(ordered);
                            some.forEachRemaining(
                                    entry -> {
                                        var example = entry.example();
                                        var vector = scales.value().features(example.ids());
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

    /** Bad rows stay behind in the drafts: the network's own reading accounts for them. */
    private JavaRDD<RawBlock> drafts(SourceConf source, String key) {
        var columns = new RecordReader.Columns(text, true, RowTarget.LABEL, 1);
        long seed = conf.run().seed();
        return new Sources(session)
                .examples(source, key, RowTarget.LABEL)
                .toJavaRDD()
                .mapPartitions(rows -> RawBlock.read(RowRecords.of(rows), columns, seed));
    }

    /** Documents as places of terms, in an order and in parts that depend on the examples alone. */
    private JavaRDD<Entry> entries(
            JavaRDD<RawBlock> drafts, Broadcast<Terms> terms, double share, boolean validation) {
        Map<String, Integer> known = targets;
        return ShardPartitioner.sorted(
                drafts.flatMap(draft -> terms.value().entries(draft, share, validation, known)),
                PARTITIONS);
    }
}
