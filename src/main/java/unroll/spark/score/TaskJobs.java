package unroll.spark.score;

import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.TaskConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.RowTarget;
import unroll.measure.Measures;
import unroll.message.Plural;
import unroll.spark.prepare.Preparation;
import unroll.spark.prepare.Prepared;
import unroll.spark.prepare.Preparing;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.Sources;
import unroll.task.Task;
import unroll.task.Tasks;
import unroll.task.TrainedModel;

/** What Spark does for a task besides training; one file a task. */
public interface TaskJobs {
    static TaskJobs of(TaskConf task) {
        return switch (task) {
            case CLASSIFY -> new ClassifyJobs();
            case FORECAST -> new ForecastJobs();
            case LANGUAGE -> new LanguageJobs();
            case TRANSCRIBE -> new TranscribeJobs();
        };
    }

    /**
     * Reads and surveys the training and validation sources.
     *
     * @param rejections where bad rows go
     * @param notes takes what the user should know
     * @throws unroll.data.DataException when input is missing or too much of it is bad
     */
    default Preparing prepare(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        return new Preparation(session, conf, rejections, notes);
    }

    /** The task as workers know it. */
    default Task task(Configuration conf, Prepared prepared) {
        return Tasks.of(conf, prepared.codec());
    }

    /** What preparation has found, such as {@code 5,000 words, 2 classes}. */
    String found(Prepared prepared);

    /** What a step of prepared data is, such as {@code 5,000 words} or {@code 3 numbers a step}. */
    static String steps(Prepared prepared) {
        var codec = prepared.codec();
        return codec.words()
                ? Plural.of(codec.vocabulary().size(), "word")
                : Plural.of(codec.inputs().columns(), "number") + " a step";
    }

    /**
     * Opens a source that a model can be measured on.
     *
     * @throws unroll.data.DataException when there is nothing to read, or a column is absent
     */
    default Dataset<Row> rows(SparkSession session, Configuration conf, Rows rows) {
        return new Sources(session)
                .examples(rows.source(), rows.key(), RowTarget.of(conf, rows.source()));
    }

    /**
     * Rows to measure on.
     *
     * @param key where the source is named, for messages
     * @param part what rejections call it
     * @param steps last steps of each sequence that a forecast of next steps must find by itself; 0
     *     where it is given every step before the one to find
     */
    record Rows(SourceConf source, String key, String part, int steps) {
        /**
         * Refuses a source without good rows.
         *
         * @throws DataException when there are none
         */
        void requireSome(long good) {
            if (good == 0) {
                throw new DataException(
                        key + ": there is no row to measure on in " + source.path());
            }
        }
    }

    /**
     * Reads a source to its end as {@link #measure} does, but without a model's parameters: what is
     * wrong with it shows before training.
     *
     * @param known labels and widths of the training part
     * @throws DataException when input is missing, too much of it is bad, or no row is left
     */
    default void check(
            SparkSession session,
            Configuration conf,
            Codec known,
            Rows rows,
            Rejections rejections) {
        rowCheck(conf, known, rows.steps())
                .all(
                        rows(session, conf, rows),
                        Preparation.columns(conf, rows.source()),
                        rows,
                        rejections);
    }

    /**
     * What this task asks of a row that it is measured on.
     *
     * @param steps that a forecast of next steps must find by itself
     */
    default RowCheck rowCheck(Configuration conf, Codec known, int steps) {
        return (row, reader) -> Encoding.read(row, reader, known);
    }

    /**
     * Scores and measures.
     *
     * @throws unroll.data.DataException when input is missing, too much of it is bad, or no row is
     *     left
     */
    Measures measure(SparkSession session, TrainedModel model, Rows rows, Rejections rejections);

    /** Measures on prepared examples, at least one. */
    default Measures measure(JavaRDD<Shard> shards, TrainedModel model) {
        return Measurement.of(shards, model);
    }

    /**
     * Some rows with their targets, on the driver: a choice that only content and seed decide.
     *
     * @param most rows
     * @return at least one example
     * @throws unroll.data.DataException when input is missing, too much of it is bad, or no row is
     *     left
     */
    default Shard sample(
            SparkSession session, TrainedModel model, Rows rows, int most, Rejections rejections) {
        return Sample.of(session, model, rows, most, rejections);
    }

    /**
     * All columns of a source and those that scoring adds, the rows in their order.
     *
     * @param steps that a forecast of next steps runs on
     */
    Predicted predict(SparkSession session, TrainedModel model, SourceConf source, int steps);

    /**
     * Refuses {@code --steps} where nothing can run on.
     *
     * @throws ConfigurationException when there are any
     */
    static void requireNoSteps(int steps, String got) {
        if (steps > 0) {
            throw new ConfigurationException(
                    "--steps: expected a model that forecasts next steps, got " + got);
        }
    }

    /** What the command {@code predict} wants besides the model, as an example. */
    String predictExample(SourceConf train);
}
