package unroll.spark.source;

import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import unroll.data.DataException;
import unroll.records.CsvOptions;
import unroll.records.CsvRecords;
import unroll.records.TextSplitting;

/** Parses csv records into rows: the header names the columns, and Spark parses the values. */
final class CsvSource {
    private final SparkSession session;
    private final Map<String, String> options;
    private final String key;

    /**
     * The first record, and its file.
     *
     * @param names of the columns; empty without a header
     */
    record Header(String file, String record, List<String> names) implements Serializable {}

    CsvSource(SparkSession session, Map<String, String> given, String key) {
        this.session = session;
        this.key = key;
        options = CsvOptions.of(given);
        options.put("mode", "PERMISSIVE");
        options.put("columnNameOfCorruptRecord", Sources.CORRUPT);
        options.put("multiLine", "true"); // keeps line breaks in values as they are
        options.remove("encoding"); // the files have been decoded already
        options.remove("charset");
    }

    private boolean hasHeader() {
        return Boolean.parseBoolean(options.get("header"));
    }

    /** Returns the header of the first file, by name, that has a record. */
    Header header(List<Path> files, Configuration hadoop, String encoding, CsvRecords.Form form) {
        for (var file : files.stream().sorted().toList()) {
            var records =
                    new TextFile(
                            file, hadoop, encoding, (reader, name) -> new CsvRecords(reader, form));
            if (records.hasNext()) {
                var record = records.next();
                if (hasHeader() && record.broken()) {
                    throw new DataException(
                            "%s: expected a header in csv at %s, got a quote without its end: see options quote and escape"
                                    .formatted(key, file));
                }
                var names = hasHeader() ? fields(record.text(), form) : List.<String>of();
                return new Header(file.toString(), record.text(), names);
            }
        }
        throw new DataException(key + ".path: there is no row in csv at " + files.get(0));
    }

    /** Returns the values of one record. */
    private static List<String> fields(String record, CsvRecords.Form form) {
        var settings = new CsvParserSettings();
        var format = settings.getFormat();
        format.setDelimiter(form.separator());
        format.setQuote(form.quote());
        format.setQuoteEscape(form.escape());
        format.setComment('\0');
        settings.setMaxColumns(100_000);
        settings.setMaxCharsPerColumn(-1);
        settings.setNullValue("");
        var values = new CsvParser(settings).parseLine(record);
        return values == null ? List.of() : Arrays.stream(values).map(String::strip).toList();
    }

    /** Returns the splitting of files that each begin with the same header. */
    TextSplitting splitting(CsvRecords.Form form, Header header) {
        boolean headed = hasHeader();
        var where = key;
        return (reader, file) -> {
            var records = new CsvRecords(reader, form);
            if (headed && records.hasNext()) {
                requireSame(header, fields(records.next().text(), form), file, where);
            }
            return records;
        };
    }

    private static void requireSame(Header header, List<String> names, String file, String key) {
        if (!names.equals(header.names())) {
            throw new DataException(
                    "%s.path: expected the columns %s in every csv file, as in %s, got %s in %s"
                            .formatted(
                                    key,
                                    String.join(", ", header.names()),
                                    header.file(),
                                    String.join(", ", names),
                                    file));
        }
    }

    /** Returns the values as columns, with the partition columns and {@link Sources#CORRUPT}. */
    Dataset<Row> parse(Dataset<Row> records, Header header) {
        var schema = schema(records, header);
        var text = TextRecords.column(TextRecords.TEXT);
        var parsed = from_csv(text, lit(FileSource.withCorrupt(schema).toDDL()), options);
        return TextRecords.parsed(records, parsed, schema);
    }

    /** Returns a schema of strings, unless the options ask for types. */
    private StructType schema(Dataset<Row> records, Header header) {
        var first = session.createDataset(List.of(header.record()), Encoders.STRING());
        var sample =
                Boolean.parseBoolean(options.get("inferSchema"))
                        ? first.union(
                                records.select(TextRecords.column(TextRecords.TEXT))
                                        .na()
                                        .drop()
                                        .as(Encoders.STRING()))
                        : first;
        var schema = session.read().options(options).csv(sample).schema();
        return TextRecords.withNames(schema, String::strip);
    }
}
