package unroll.spark.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.survey.Survey;
import unroll.message.Printable;
import unroll.message.Secrets;
import unroll.predict.Neighbourhood;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.predict.TrainedSource;
import unroll.records.CsvOptions;
import unroll.spark.JobName;
import unroll.spark.SparkErrors;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.Neighbours;
import unroll.spark.score.Predicted;
import unroll.spark.score.Predictions;
import unroll.spark.score.UnknownWords;
import unroll.spark.sink.CommandRejections;
import unroll.spark.sink.SinkCheck;
import unroll.spark.sink.SinkFailure;
import unroll.spark.source.SourceColumns;
import unroll.spark.source.TextRecords;
import unroll.spark.store.NamedStores;
import unroll.task.Column;
import unroll.task.Task;
import unroll.train.ExitCode;

/**
 * Adds a model's predictions to rows, which keep their columns, order and number. The model's
 * {@link Task} defines the added columns. A row that cannot be scored gets null in them.
 */
public final class PredictJob {
    /**
     * Formats without arrays, maps and structs: they are written as JSON there. With jdbc that
     * applies only to added columns, since some databases have arrays.
     */
    private static final Set<String> FLAT = Set.of("csv", "jdbc", "text");

    private PredictJob() {}

    /**
     * Scores rows and writes them.
     *
     * @param request whose label column is not used
     * @param steps number of steps that a forecast of next steps continues for
     * @param neighbours of a model whose predictions have a vector
     * @param notes receives messages for the user
     */
    public static void run(
            SparkSession session,
            ScoringRequest request,
            int steps,
            Neighbourhood neighbours,
            Sink sink,
            Consumer<String> notes)
            throws IOException {
        JobName.during(
                session.sparkContext(),
                "predict",
                () -> {
                    predict(session, request, steps, neighbours, sink, notes);
                    return null;
                });
    }

    private static void predict(
            SparkSession session,
            ScoringRequest request,
            int steps,
            Neighbourhood neighbours,
            Sink sink,
            Consumer<String> notes)
            throws IOException {
        var hadoop = session.sparkContext().hadoopConfiguration();
        var model = Models.open(request, hadoop);
        var from = TrainedSource.complete(request.source(), model.conf(), notes);
        SinkCheck.check(session, sink, from, request.model(), model.conf());
        var bad = CommandRejections.of(request, session, model.conf(), from, sink.path());
        if (sink.isFiles()) {
            NamedStores.open("--output", sink.path(), hadoop).requireWritable(sink.path());
        }
        var scored = Predictions.add(session, model.trained(), from, steps);
        var rows = scored.rows();
        var columns = new ArrayList<>(model.trained().task().columns(model.trained().codec()));
        if (neighbours.count() > 0) {
            rows = nearest(session, model.trained().task(), from, neighbours, rows);
            columns.addAll(Neighbours.columns());
        }
        var format = sink.format().toLowerCase(Locale.ROOT);
        var added = columns.stream().map(Column::name).collect(Collectors.toSet());
        Predicate<String> flattened = name -> !format.equals("jdbc") || added.contains(name);
        write(FLAT.contains(format) ? flat(rows, flattened) : rows, sink);
        notes.accept(
                "scored rows are in "
                        + sink.format()
                        + " "
                        + Printable.whole(Secrets.redact(sink.place())));
        report(scored, bad, notes);
        var cut = scored.unscored().cut();
        if (cut.cut() > 0) {
            notes.accept(cut.text(model.conf()));
        }
        UnknownWords.of(session, model.trained(), from, "source")
                .ifPresent(words -> notes.accept(words.text()));
    }

    /** Adds the rows whose vectors are nearest. */
    private static Dataset<Row> nearest(
            SparkSession session,
            Task task,
            SourceConf source,
            Neighbourhood asked,
            Dataset<Row> scored) {
        var vector =
                task.vectorColumn()
                        .orElseThrow(
                                () ->
                                        new ConfigurationException(
                                                "--neighbours: expected a model of task autoencode,"
                                                        + " whose predictions have a vector, got"
                                                        + " one of another task"));
        var name = asked.column();
        if (name.isEmpty() && !source.sequence().isEmpty() && !source.sounds()) {
            throw new ConfigurationException(
                    "--neighbour-column: expected a column that names rows, such as an id");
        }
        if (name.isEmpty()) {
            name = source.sounds() ? "path" : source.text();
        }
        if (!SourceColumns.has(scored, name)) {
            throw new DataException(
                    "--neighbour-column: expected one of %s, got %s"
                            .formatted(String.join(", ", scored.columns()), Printable.brief(name)));
        }
        return Neighbours.add(session, scored, vector, TextRecords.column(name), asked.count());
    }

    /** Returns rows with the arrays, maps and structs of some columns as JSON. */
    private static Dataset<Row> flat(Dataset<Row> scored, Predicate<String> columns) {
        var flat = scored;
        for (var field : scored.schema().fields()) {
            var type = field.dataType();
            boolean nested =
                    type instanceof ArrayType
                            || type instanceof MapType
                            || type instanceof StructType;
            if (nested && columns.test(field.name())) {
                var quoted = col("`" + field.name().replace("`", "``") + "`");
                flat = flat.withColumn(field.name(), to_json(quoted));
            }
        }
        return flat;
    }

    /** Reports how many rows could not be scored, and why. */
    private static void report(Predicted scored, RejectedRows bad, Consumer<String> notes) {
        var reasons = scored.unscored().reasons();
        if (reasons.isEmpty()) {
            return;
        }
        bad.write("source", scored.rejected());
        notes.accept(
                String.format(
                        Locale.ROOT,
                        "%,d of %,d rows could not be scored: %s%s",
                        Survey.total(reasons),
                        scored.unscored().rows(),
                        Rejections.list(reasons),
                        bad.where("source")));
    }

    /** Returns options with which the rows are the same when they are read with default options. */
    private static Map<String, String> options(Sink sink) {
        return switch (sink.format().toLowerCase(Locale.ROOT)) {
            case "csv" -> CsvOptions.writing(sink.options());
            case "json" -> {
                // A column of nulls alone would not be a column any more.
                var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                options.put("ignoreNullFields", "false");
                options.putAll(sink.options());
                yield options;
            }
            default -> sink.options();
        };
    }

    private static void write(Dataset<Row> scored, Sink sink) {
        try {
            var writer = scored.write().mode(sink.mode()).options(options(sink));
            if (sink.format().equalsIgnoreCase("table")) {
                writer.saveAsTable(sink.path());
            } else if (sink.path().isEmpty()) {
                writer.format(sink.format()).save();
            } else {
                writer.format(sink.format()).save(sink.path());
            }
        } catch (Exception e) { // also checked ones, which Scala does not declare
            var refusal = SinkFailure.of(sink, e);
            if (refusal.isPresent() && ExitCode.of(SparkErrors.known(e)) == ExitCode.UNEXPECTED) {
                throw refusal.get();
            }
            throw e;
        }
    }
}
