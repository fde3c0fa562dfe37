package unroll.spark.source;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import unroll.audio.Wav;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.spark.store.NamedStores;
import unroll.spark.store.SourcePaths;

/**
 * Sounds as rows: the columns {@code path} and {@code features}, {@link Sources#CORRUPT} with the
 * reason if a file cannot be decoded, the named groups of option {@code pathPattern}, a regular
 * expression that is searched for in the path, and the columns of option {@code table}, a file that
 * names sounds in a column {@code path}, relative to its own folder.
 */
final class WavSource {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");
    static final String PATH = "path";
    private static final String CONTENT = "content";
    private static final String FEATURES = "features";

    private final SparkSession session;
    private final SourceConf source;
    private final String key;

    /**
     * @param key of the source in the configuration, for messages
     */
    WavSource(SparkSession session, SourceConf source, String key) {
        this.session = session;
        this.source = source;
        this.key = key;
    }

    /** Returns columns that sort rows by their files' names. */
    static List<Column> order() {
        return List.of(col(PATH));
    }

    /**
     * Returns the rows of files.
     *
     * @param files of Spark's source {@code binaryFile}, with their partition columns
     */
    Dataset<Row> rows(Dataset<Row> files) throws IOException {
        var rows = withTable(withGroups(files.drop("modificationTime", "length")));
        var wrong = udf((UDF1<byte[], String>) Wav::wrong, DataTypes.StringType);
        var features =
                udf(
                        new WavFeatures(source.audio()),
                        DataTypes.createArrayType(SQLDataTypes.VectorType()));
        return rows.withColumn(FEATURES, features.apply(col(CONTENT)))
                .withColumn(
                        Sources.CORRUPT,
                        concat(col(PATH), lit(": "), wrong.apply(col(CONTENT)))) // null if not
                .drop(CONTENT);
    }

    private Dataset<Row> withGroups(Dataset<Row> files) {
        var expression = option("pathPattern");
        var rows = files;
        if (expression == null) {
            return rows;
        }
        var pattern = pattern(expression);
        var names = GROUP.matcher(expression).results().map(found -> found.group(1)).toList();
        if (names.isEmpty()) {
            throw new ConfigurationException(
                    "%s.options.pathPattern: expected named groups such as (?<label>[a-z]+), got %s"
                            .formatted(key, expression));
        }
        for (var name : names) {
            var group =
                    udf(
                            (UDF1<String, String>)
                                    path -> {
                                        var found = pattern.matcher(path);
                                        return found.find() ? found.group(name) : null;
                                    },
                            DataTypes.StringType);
            rows = rows.withColumn(name, group.apply(col(PATH)));
        }
        return rows;
    }

    private Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new ConfigurationException(
                    "%s.options.pathPattern: expected a regular expression, got %s: %s"
                            .formatted(key, expression, e.getDescription()));
        }
    }

    private Dataset<Row> withTable(Dataset<Row> sounds) throws IOException {
        var path = option("table");
        if (path == null) {
            return sounds;
        }
        var where = key + ".options.table";
        var hadoop = session.sparkContext().hadoopConfiguration();
        NamedStores.require(where, path, hadoop);
        var found = SourcePaths.find(path, hadoop);
        if (found.isEmpty()) {
            throw new DataException(where + ": there is nothing at " + path);
        }
        var folder = found.get(0).getParent().toString();
        var table = new SourceConf(format(path, where), path, separator(path), "", "");
        var rows = TextRecords.withoutPlaces(new FileSource(session, table, where).open().rows());
        var named = SourceColumns.column(rows, table, PATH, where);
        var whole =
                udf(
                        (UDF1<String, String>)
                                name ->
                                        name == null
                                                ? null
                                                : new Path(new Path(folder), SourcePaths.of(name))
                                                        .toString(),
                        DataTypes.StringType);
        // The table goes to the sounds, which then need not be moved.
        return sounds.join(
                broadcast(rows.withColumn(PATH, whole.apply(named)).drop(Sources.CORRUPT)),
                scala.jdk.javaapi.CollectionConverters.asScala(List.of(PATH)).toSeq(),
                "left_outer");
    }

    private static String format(String path, String where) {
        var name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return "csv";
        }
        if (name.endsWith(".json") || name.endsWith(".jsonl")) {
            return "json";
        }
        throw new ConfigurationException(
                where + ": expected a file that ends in .csv, .tsv, .json or .jsonl, got " + path);
    }

    private static Map<String, String> separator(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".tsv") ? Map.of("sep", "\t") : Map.of();
    }

    private String option(String name) {
        return source.options().get(name);
    }
}
