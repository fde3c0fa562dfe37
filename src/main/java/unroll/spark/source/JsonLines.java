package unroll.spark.source;

import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Parses lines of JSON into rows if Spark's reader cannot decode the files. */
final class JsonLines {
    private final SparkSession session;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    JsonLines(SparkSession session, Map<String, String> given) {
        this.session = session;
        options.putAll(given);
        options.put("mode", "PERMISSIVE");
        options.put("columnNameOfCorruptRecord", Sources.CORRUPT);
        options.remove("encoding"); // the files have been decoded already
        options.remove("charset");
    }

    /** Returns the values as columns, with the partition columns and {@link Sources#CORRUPT}. */
    Dataset<Row> parse(Dataset<Row> records) {
        var text = TextRecords.column(TextRecords.TEXT);
        var lines = records.select(text).as(Encoders.STRING());
        var schema = session.read().options(options).json(lines).schema();
        var parsed = from_json(text, lit(FileSource.withCorrupt(schema).toDDL()), options);
        return TextRecords.parsed(records, parsed, schema);
    }
}
