package unroll.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.task.Scorer;
import unroll.task.TrainedClassifier;

/**
 * Adds the columns {@code prediction} (the label) and {@code probabilities} (a map from labels to
 * numbers) to rows, which keep their columns, their order and their number. A row without words
 * gets null in both.
 */
public final class PredictJob {
    private static final String PREDICTION = "prediction";
    private static final String PROBABILITIES = "probabilities";

    /** Formats that cannot hold a map: the probabilities are written as JSON there. */
    private static final Set<String> FLAT = Set.of("csv", "jdbc", "text");

    private PredictJob() {}

    /**
     * Scores rows.
     *
     * @param modelDir a model's or a run's directory
     * @param source whose label column is not used
     */
    public static void run(String modelDir, SourceConf source, Sink sink, PrintStream out)
            throws IOException {
        var session = Sessions.open("unroll predict " + modelDir);
        try {
            var model = Models.open(modelDir, session.sparkContext().hadoopConfiguration());
            var scored = score(session, model.classifier(), source);
            write(
                    FLAT.contains(sink.format().toLowerCase(Locale.ROOT)) ? flat(scored) : scored,
                    sink);
            out.println("scored rows are in " + sink.format() + " " + sink.path());
        } finally {
            session.stop();
        }
    }

    /** All columns of a source, prediction and probabilities. */
    static Dataset<Row> score(SparkSession session, TrainedClassifier model, SourceConf source) {
        var rows = new Sources(session).open(source, "source").drop(Sources.CORRUPT);
        for (var name : new String[] {PREDICTION, PROBABILITIES}) {
            if (Arrays.stream(rows.columns()).anyMatch(name::equalsIgnoreCase)) {
                throw new DataException(
                        "source: there is a column "
                                + name
                                + " already, which scoring would add: rename it");
            }
        }
        int width = rows.columns().length;
        var schema =
                rows.schema()
                        .add(PREDICTION, DataTypes.StringType)
                        .add(
                                PROBABILITIES,
                                DataTypes.createMapType(
                                        DataTypes.StringType, DataTypes.FloatType, false));
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var scored =
                rows.withColumn(PREDICTION, Sources.text(rows, source, "source"))
                        .toJavaRDD()
                        .mapPartitions(some -> score(some, shipped.value(), width));
        return session.createDataFrame(scored, schema);
    }

    /**
     * @param width columns of the source; the text stands behind them
     */
    private static Iterator<Row> score(Iterator<Row> rows, TrainedClassifier model, int width) {
        var scorer = new Scorer(model);
        var scored =
                new Windows<>(
                        rows,
                        row ->
                                row.isNullAt(width)
                                        ? new int[0]
                                        : scorer.encode(row.getString(width)),
                        scorer);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return scored.hasNext();
            }

            @Override
            public Row next() {
                var next = scored.next();
                return row(next.item(), next.probabilities(), model, width);
            }
        };
    }

    private static Row row(Row row, float[] probabilities, TrainedClassifier model, int width) {
        var values = new Object[width + 2];
        for (int i = 0; i < width; i++) {
            values[i] = row.get(i);
        }
        if (probabilities.length > 0) {
            var byLabel = new LinkedHashMap<String, Float>();
            for (int k = 0; k < probabilities.length; k++) {
                byLabel.put(model.labels().get(k), probabilities[k]);
            }
            values[width] = model.labels().get(Scorer.best(probabilities));
            values[width + 1] = scala.jdk.javaapi.CollectionConverters.asScala(byLabel);
        }
        return RowFactory.create(values);
    }

    private static Dataset<Row> flat(Dataset<Row> scored) {
        return scored.withColumn(PROBABILITIES, to_json(col(PROBABILITIES)));
    }

    private static void write(Dataset<Row> scored, Sink sink) {
        try {
            var writer = scored.write().mode(sink.mode()).options(sink.options());
            if (sink.format().equalsIgnoreCase("table")) {
                writer.saveAsTable(sink.path());
            } else if (sink.path().isEmpty()) {
                writer.format(sink.format()).save();
            } else {
                writer.format(sink.format()).save(sink.path());
            }
        } catch (Exception e) {
            if (e instanceof AnalysisException || e instanceof ClassNotFoundException) {
                throw new ConfigurationException(
                        "cannot write to "
                                + sink.format()
                                + " "
                                + sink.path()
                                + ": "
                                + Causes.firstLine(e));
            }
            throw e;
        }
    }
}
