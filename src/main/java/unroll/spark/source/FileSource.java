package unroll.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.records.ByteOrderMark;
import unroll.records.CsvOptions;
import unroll.records.CsvRecords;
import unroll.records.TextSplitting;
import unroll.spark.SparkErrors;
import unroll.spark.store.NamedStores;
import unroll.spark.store.RawFiles;
import unroll.spark.store.SourcePaths;

/**
 * Opens a source of files. Spark lists the files, finds their partitions and reads them, except for
 * csv, folders of texts and texts that are not in UTF-8, which {@link TextRecords} reads.
 */
final class FileSource {
    private static final Set<String> TEXTS = Set.of("json", "csv", "text", "folders");
    private static final Set<String> SOUNDS = Set.of("wav");
    private static final Set<String> TABLES = Set.of("parquet", "orc", "avro");
    private static final String UTF_8 = "UTF-8";

    private final SparkSession session;
    private final Configuration hadoop;
    private final SourceConf source;
    private final String key;
    private final String format;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * An opened source.
     *
     * @param order columns that sort the rows by file and position, to be dropped afterwards; null
     *     if the rows have no order
     */
    record Opened(Dataset<Row> rows, List<Column> order) {}

    FileSource(SparkSession session, SourceConf source, String key) {
        this.session = session;
        this.source = source;
        this.key = key;
        hadoop = session.sparkContext().hadoopConfiguration();
        format = source.format().toLowerCase(Locale.ROOT);
        options.putAll(source.options());
        if (SOUNDS.contains(format)) {
            options.putIfAbsent("pathGlobFilter", "*.[wW][aA][vV]"); // not the table beside them
        }
    }

    static boolean reads(SourceConf source) {
        var format = source.format().toLowerCase(Locale.ROOT);
        return TEXTS.contains(format) || TABLES.contains(format) || SOUNDS.contains(format);
    }

    /**
     * Returns all columns, including partition columns, and {@link Sources#CORRUPT} of csv and
     * json.
     */
    Opened open() throws IOException {
        for (var option : List.of("ignoreCorruptFiles", "ignoreMissingFiles")) {
            if (Boolean.parseBoolean(options.get(option))) {
                throw new ConfigurationException(
                        key + ".options." + option + ": expected false: no row is lost unseen");
            }
        }
        var encoding = encoding();
        var paths = paths();
        var files = reader("binaryFile").load(paths);
        var names = Arrays.stream(files.inputFiles()).map(f -> new Path(URI.create(f))).toList();
        if (names.isEmpty()) {
            throw new DataException(key + ".path: there is no file in " + source.path());
        }
        if (TABLES.contains(format)) {
            return spark(names, paths);
        }
        if (SOUNDS.contains(format)) {
            var sounds = EmptyFiles.added(session, files, names, hadoop);
            return new Opened(new WavSource(session, source, key).rows(sounds), WavSource.order());
        }
        var first = names.stream().min(Path::compareTo).orElseThrow();
        var context = new JavaSparkContext(session.sparkContext());
        // In folders each file is one row, so a file that is not text is one rejected row.
        FileKind.requireText(context, format.equals("folders") ? List.of(first) : names, key);
        CompressedFiles.check(context, names);
        boolean utf8 = encoding.equals(UTF_8) && !isWide(first);
        boolean multiLine = Boolean.parseBoolean(options.get("multiLine"));
        return switch (format) {
            case "folders" -> {
                var texts = EmptyFiles.added(session, files, names, hadoop);
                yield folders(records(texts, encoding, TextSplitting.whole()));
            }
            case "csv" ->
                    options.containsKey("lineSep")
                                    || (options.containsKey("multiLine") && !multiLine)
                            ? spark(names, paths)
                            : csv(files, names, encoding);
            case "json" ->
                    utf8 || multiLine
                            ? spark(names, paths)
                            : json(records(files, encoding, TextSplitting.lines()));
            default ->
                    utf8
                            ? spark(names, paths)
                            : text(
                                    records(
                                            files,
                                            encoding,
                                            Boolean.parseBoolean(options.get("wholetext"))
                                                    ? TextSplitting.whole()
                                                    : TextSplitting.allLines()));
        };
    }

    private String encoding() {
        var name = options.getOrDefault("encoding", options.get("charset"));
        if (name == null) {
            return UTF_8;
        }
        if (!TEXTS.contains(format)) {
            throw new ConfigurationException(
                    "%s.options: expected no encoding with format %s, whose files declare it themselves, got %s"
                            .formatted(key, source.format(), name));
        }
        try {
            return Charset.forName(name).name();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "%s.options.encoding: expected a character set such as ISO-8859-1, got %s"
                            .formatted(key, name));
        }
    }

    private boolean isWide(Path file) throws IOException {
        try (var in = RawFiles.decompressed(file, hadoop)) {
            var mark = ByteOrderMark.of(in.readNBytes(ByteOrderMark.BYTES));
            return mark != null && mark.isWide();
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + SparkErrors.firstLine(e));
        }
    }

    /**
     * Returns the files and folders of all paths; a folder of folders stands for the texts in them.
     */
    private String[] paths() throws IOException {
        var found = new ArrayList<String>();
        for (var path : source.paths()) {
            NamedStores.require(key + ".path", path, hadoop);
            var here = format.equals("folders") ? texts(path) : SourcePaths.find(path, hadoop);
            if (here.isEmpty()) {
                throw new DataException(
                        key + ".path: there is nothing at " + path + " for format " + format);
            }
            here.forEach(place -> found.add(place.toString()));
        }
        return found.stream().distinct().toArray(String[]::new);
    }

    private List<Path> texts(String path) throws IOException {
        var texts = new ArrayList<Path>();
        for (var folder : SourcePaths.find(path, hadoop)) {
            var direct = SourcePaths.below(folder, List.of("*.txt"), hadoop);
            texts.addAll(
                    direct.isEmpty()
                            ? SourcePaths.below(folder, List.of("*", "*.txt"), hadoop)
                            : direct);
        }
        return texts;
    }

    private DataFrameReader reader(String as) {
        return session.read()
                .format(as)
                // Globs are expanded already, so special characters belong to the names.
                .option("__globPaths__", "false")
                .options(options)
                .option("ignoreCorruptFiles", "false")
                .option("ignoreMissingFiles", "false");
    }

    /** Lets Spark read the files, ordered by name, with the rows in their order within a file. */
    private Opened spark(List<Path> names, String[] paths) {
        var reader = reader(format);
        if (names.stream().anyMatch(RawFiles::needsRawFileSystem)) {
            reader =
                    reader.option("fs.file.impl", RawFiles.RAW)
                            .option("fs.file.impl.disable.cache", "true");
        }
        boolean parsed = format.equals("csv") || format.equals("json");
        if (format.equals("csv")) {
            reader = reader.options(CsvOptions.of(options));
        }
        if (parsed) {
            reader =
                    reader.option("mode", "PERMISSIVE")
                            .option("columnNameOfCorruptRecord", Sources.CORRUPT);
            reader = reader.schema(withCorrupt(reader.load(paths).schema()));
        }
        var file = col("_metadata");
        return new Opened(
                reader.load(paths),
                List.of(
                        struct(file.getField("file_path"), file.getField("file_block_start")),
                        monotonically_increasing_id()));
    }

    static StructType withCorrupt(StructType schema) {
        return Arrays.asList(schema.fieldNames()).contains(Sources.CORRUPT)
                ? schema
                : schema.add(Sources.CORRUPT, DataTypes.StringType);
    }

    private Dataset<Row> records(Dataset<Row> files, String encoding, TextSplitting splitting) {
        return TextRecords.read(session, files, encoding, splitting);
    }

    private Opened csv(Dataset<Row> files, List<Path> names, String encoding) {
        var csv = new CsvSource(session, options, key);
        var form = CsvRecords.Form.of(CsvOptions.of(options));
        var header = csv.header(names, hadoop, encoding, form);
        var records = records(files, encoding, csv.splitting(form, header));
        return new Opened(csv.parse(records, header), List.of(TextRecords.order()));
    }

    private Opened json(Dataset<Row> records) {
        return new Opened(
                new JsonLines(session, options).parse(records), List.of(TextRecords.order()));
    }

    private Opened text(Dataset<Row> records) {
        return new Opened(
                records.withColumnRenamed(TextRecords.TEXT, "value").drop(TextRecords.BROKEN),
                List.of(TextRecords.order()));
    }

    private Opened folders(Dataset<Row> records) {
        if (source.texts().size() > 1) {
            throw new DataException(
                    key + ".text: expected one column with format folders, got " + source.text());
        }
        return new Opened(
                records.withColumnRenamed(TextRecords.TEXT, source.text())
                        .withColumn(source.label(), TextRecords.folder())
                        .drop(TextRecords.BROKEN),
                List.of(TextRecords.order()));
    }
}
