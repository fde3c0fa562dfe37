package unroll.spark.sink;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.message.Secrets;
import unroll.predict.Sink;

/** Refuses a sink that would write to an input: files, a table, a table of a database. */
public final class SinkCheck {
    private SinkCheck() {}

    /**
     * Checks before anything is read or written.
     *
     * @param modelDir directory of the model or its run
     * @throws ConfigurationException if the sink is an input, or is above or below one
     */
    public static void check(
            SparkSession session,
            Sink sink,
            SourceConf source,
            String modelDir,
            unroll.conf.Configuration conf)
            throws IOException {
        var overlap =
                new Overlap(session.sparkContext().hadoopConfiguration())
                        .withModel(modelDir)
                        .with("the rows", source)
                        .with("the rows", tableFiles(session, source.format(), source.path()))
                        .with(conf);
        for (var place : places(session, sink)) {
            overlap.check("--output", place);
        }
        Overwriting.check(sink, session.sparkContext().hadoopConfiguration());
        var trained = conf.data().train();
        for (var read : List.of(source, trained)) {
            if (sameTable(sink, read) || sameDatabaseTable(sink, read)) {
                throw new ConfigurationException(
                        "--output: expected another table than %s, which is read; nothing has been changed"
                                .formatted(sink.path().isEmpty() ? "that" : sink.path()));
            }
        }
    }

    private static List<String> places(SparkSession session, Sink sink) {
        var places = new ArrayList<>(tableFiles(session, sink.format(), sink.path()));
        if (!sink.format().equalsIgnoreCase("table") && !sink.path().isEmpty()) {
            places.add(sink.path());
        }
        var options = ignoringCase(sink.options());
        if (options.containsKey("path")) {
            places.add(options.get("path"));
        }
        return places;
    }

    /** Returns the folders of an existing table's files. */
    private static List<String> tableFiles(SparkSession session, String format, String table) {
        if (!format.equalsIgnoreCase("table") || !exists(session, table)) {
            return List.of();
        }
        return Arrays.stream(session.table(table).inputFiles())
                .map(file -> new Path(URI.create(file)).getParent().toString())
                .distinct()
                .toList();
    }

    private static boolean exists(SparkSession session, String table) {
        try {
            return session.catalog().tableExists(table);
        } catch (Exception e) {
            // Not the name of a table: writing to it reports that.
            return false;
        }
    }

    private static boolean sameTable(Sink sink, SourceConf source) {
        return sink.format().equalsIgnoreCase("table")
                && source.format().equalsIgnoreCase("table")
                && tableName(sink.path()).equals(tableName(source.path()));
    }

    private static String tableName(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replace("`", "")
                .replaceFirst("^spark_catalog\\.", "")
                .replaceFirst("^default\\.", "");
    }

    private static boolean sameDatabaseTable(Sink sink, SourceConf source) {
        var to = ignoringCase(sink.options());
        var from = ignoringCase(source.options());
        return sink.format().equalsIgnoreCase(source.format())
                && to.containsKey("dbtable")
                && to.get("dbtable").equalsIgnoreCase(from.get("dbtable"))
                // The secrets of a model's URL were removed.
                && Secrets.redact(to.getOrDefault("url", ""))
                        .equals(Secrets.redact(from.getOrDefault("url", "")));
    }

    private static Map<String, String> ignoringCase(Map<String, String> options) {
        var map = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        map.putAll(options);
        return map;
    }
}
