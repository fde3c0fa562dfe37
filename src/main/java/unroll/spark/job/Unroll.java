package unroll.spark.job;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.report.Progress;

/**
 * The entry point for programs. Uses their session, and never stops it.
 *
 * <pre>{@code
 * var conf = Tasks.reader().read(yaml, "sentiment.yaml", List.of());
 * var model = Unroll.fit(reviews, conf);
 * model.score(newReviews).write().parquet("scored");
 * }</pre>
 */
public final class Unroll {
    private static final String TABLE = "table";

    private Unroll() {}

    /** Trains without reporting progress. */
    public static UnrollModel fit(Dataset<Row> rows, Configuration conf) throws IOException {
        return fit(rows, conf, Progress.SILENT);
    }

    /**
     * Trains a model on rows, in the run directory that the configuration names: there an
     * unfinished run resumes, and a finished one is opened, as with the command {@code train}.
     *
     * @param rows rows used in place of those of {@code data.train}, which names their columns, and
     *     which the files of run and model keep as it is
     * @param progress receives reports
     * @throws unroll.conf.ConfigurationException if the directory holds another run, or memory
     *     cannot suffice
     * @throws unroll.data.DataException if the rows are wrong, or not those of the run so far
     * @throws unroll.train.worker.DivergedException if training diverged more often than it may be
     *     repeated
     */
    public static UnrollModel fit(Dataset<Row> rows, Configuration conf, Progress progress)
            throws IOException {
        var session = rows.sparkSession();
        reading(
                rows,
                conf.data().train(),
                source ->
                        TrainJob.run(session, TrainJob.Request.ofProgram(conf, source), progress));
        return open(session, conf.run().dir());
    }

    /**
     * Opens a model.
     *
     * @param directory of the model, or of the run that it belongs to
     * @throws java.io.FileNotFoundException if there is no model
     */
    public static UnrollModel open(SparkSession session, String directory) throws IOException {
        var hadoop = session.sparkContext().hadoopConfiguration();
        return new UnrollModel(Models.open(directory, hadoop));
    }

    /** Work that reads rows by a source. */
    interface Reading<T, E extends Exception> {
        T of(SourceConf source) throws E;
    }

    /**
     * Does some work while rows can be read as a source.
     *
     * @param columns source that names the columns
     */
    static <T, E extends Exception> T reading(
            Dataset<Row> rows, SourceConf columns, Reading<T, E> work) throws E {
        var name = "unroll_" + UUID.randomUUID().toString().replace("-", "");
        rows.createOrReplaceTempView(name);
        try {
            return work.of(table(columns, name));
        } finally {
            rows.sparkSession().catalog().dropTempView(name);
        }
    }

    private static SourceConf table(SourceConf columns, String name) {
        return columns.with(SourceConf.FORMAT, TABLE)
                .with(SourceConf.PATH, List.of(name))
                .with(SourceConf.OPTIONS, Map.of());
    }
}
