package unroll.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.conf.task.SeriesConf;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.series.SeriesCutter;
import unroll.encode.series.SeriesRows;
import unroll.encode.series.SeriesTimes;

/**
 * The windows of a long table, in which a row is a step of a series. Rows are brought together by
 * series and sorted by time; one task holds one series at a time. The windows depend on the rows
 * alone, never on their order or on the number of partitions.
 */
final class SeriesSource {
    private static final String TIME = "unroll.time"; // as a whole number; null if unreadable
    private static final String WRITTEN = "unroll.written"; // as the table has it
    private static final String CORRUPT = "unroll.corrupt";

    private final SourceConf source;
    private final SeriesConf series;
    private final String key; // of the section

    /**
     * @param source with series
     * @param key of the source in the configuration, for messages
     */
    SeriesSource(SourceConf source, String key) {
        this.source = source;
        series = source.series();
        this.key = key + ".series";
    }

    /**
     * Returns the windows of a table, and its rows that are wrong.
     *
     * @param table all columns of the source
     */
    JavaRDD<RawRecord> records(Dataset<Row> table) {
        if (series.formula().isEmpty()) {
            return windows(table, series);
        }
        columns(table); // must be there
        var formula = SeriesFormula.of(table, series, key + ".formula");
        return windows(formula.table(), series.withInputs(formula.terms()));
    }

    /**
     * @param cut names the columns with numbers
     */
    private JavaRDD<RawRecord> windows(Dataset<Row> table, SeriesConf cut) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < series.key().size(); i++) {
            columns.add(keyColumn(table, i).as("unroll.key" + i));
        }
        var time = time(table);
        columns.add(time.as(WRITTEN));
        var whole = udf((UDF1<Object, Long>) SeriesTimes::of, DataTypes.LongType);
        columns.add(whole.apply(time).as(TIME));
        boolean corrupt = SourceColumns.has(table, Sources.CORRUPT);
        columns.add(
                (corrupt ? col(Sources.CORRUPT) : lit(null))
                        .cast(DataTypes.StringType)
                        .as(CORRUPT));
        var numbers =
                Stream.of(cut.values(), cut.inputs(), cut.known()).flatMap(List::stream).toList();
        for (int i = 0; i < numbers.size(); i++) {
            columns.add(number(table, numbers.get(i)).as("unroll.number" + i));
        }
        var rows = table.select(columns.toArray(Column[]::new));
        return sorted(rows).toJavaRDD().mapPartitions(some -> new Cut(some, cut));
    }

    /** Returns the columns that tell series apart, and that of the time. */
    StructType columns(Dataset<Row> table) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < series.key().size(); i++) {
            columns.add(keyColumn(table, i).as(series.key().get(i)));
        }
        columns.add(time(table).as(series.time()));
        return table.select(columns.toArray(Column[]::new)).schema();
    }

    private Column keyColumn(Dataset<Row> table, int i) {
        return SourceColumns.column(table, source, series.key().get(i), key + ".key");
    }

    private Column time(Dataset<Row> table) {
        return SourceColumns.column(table, source, series.time(), key + ".time");
    }

    private Column number(Dataset<Row> table, String name) {
        return number(
                SourceColumns.typed(
                        table, source, name, key, "numbers", SeriesSource::isReadAsNumber));
    }

    static boolean isReadAsNumber(DataType type) {
        return type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof StringType
                || type instanceof NullType;
    }

    /**
     * Returns a column as doubles: true and false, also as texts, are 1 and 0; other texts that are
     * no numbers are null.
     */
    static Column number(Column column) {
        var text = lower(trim(column.cast(DataTypes.StringType)));
        return when(text.equalTo("true"), 1.0)
                .when(text.equalTo("false"), 0.0)
                .otherwise(column.try_cast(DataTypes.DoubleType));
    }

    /** Brings the rows of each series together, in the order of their times. */
    private Dataset<Row> sorted(Dataset<Row> rows) {
        var keys =
                Arrays.stream(rows.columns())
                        .filter(name -> name.startsWith("unroll.key"))
                        .map(TextRecords::column)
                        .toArray(Column[]::new);
        // A fixed number, so that a partition that is lost is read again with the same rows.
        int partitions =
                keys.length == 0 ? 1 : rows.sparkSession().sparkContext().defaultParallelism();
        var together =
                keys.length == 0
                        ? rows.repartition(partitions)
                        : rows.repartition(partitions, keys);
        return together.sortWithinPartitions(
                Stream.concat(
                                Arrays.stream(keys),
                                Arrays.stream(rows.columns())
                                        .filter(name -> !name.startsWith("unroll.key"))
                                        .filter(name -> !name.equals(WRITTEN))
                                        .map(TextRecords::column))
                        .toArray(Column[]::new));
    }

    /** The windows of the series of a partition, one series after the other. */
    private static final class Cut implements Iterator<RawRecord> {
        private final Iterator<Row> rows;
        private final SeriesConf conf;
        private final SeriesCutter cutter;
        private final int keys;
        private final int columns;
        private Row next; // the first of the next series; null at the end
        private Iterator<RawRecord> ready = Collections.emptyIterator();

        Cut(Iterator<Row> rows, SeriesConf conf) {
            this.rows = rows;
            this.conf = conf;
            cutter = new SeriesCutter(conf);
            keys = conf.key().size();
            columns = conf.values().size() + conf.inputs().size() + conf.known().size();
            next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            while (!ready.hasNext() && next != null) {
                ready = series();
            }
            return ready.hasNext();
        }

        @Override
        public RawRecord next() {
            return hasNext() ? ready.next() : Collections.<RawRecord>emptyIterator().next();
        }

        private Iterator<RawRecord> series() {
            var key = key(next);
            var steps = new SeriesRows(key, columns);
            var unreadable = new ArrayList<RawRecord>();
            boolean any = false;
            for (;
                    next != null && key(next).equals(key);
                    next = rows.hasNext() ? rows.next() : null) {
                var wrong = wrong(next);
                if (wrong != null) {
                    unreadable.add(wrong);
                } else {
                    steps.add(
                            RowRecords.plain(next.get(keys)),
                            next.getLong(keys + 1),
                            numbers(next));
                    any = true;
                }
            }
            var windows = any ? cutter.records(steps) : Collections.<RawRecord>emptyIterator();
            return conf.cut().reports() && !unreadable.isEmpty()
                    ? SeriesCutter.joined(unreadable.iterator(), windows)
                    : windows;
        }

        private List<Object> key(Row row) {
            var key = new ArrayList<Object>(keys);
            for (int i = 0; i < keys; i++) {
                key.add(row.get(i));
            }
            return Collections.unmodifiableList(key);
        }

        /** Returns a row without a place in its series as a rejected one; null if it has one. */
        private RawRecord wrong(Row row) {
            var corrupt = row.getString(keys + 2);
            if (corrupt != null) {
                return new RawRecord(null, null, corrupt, null);
            }
            if (!row.isNullAt(keys + 1)) {
                return null;
            }
            var time = Objects.requireNonNullElse(row.get(keys), "no time");
            return RawRecord.wrong(Reason.NO_TIME, SeriesCutter.name(conf, key(row), time));
        }

        private double[] numbers(Row row) {
            var numbers = new double[columns];
            for (int k = 0; k < columns; k++) {
                numbers[k] = row.isNullAt(keys + 3 + k) ? Double.NaN : row.getDouble(keys + 3 + k);
            }
            return numbers;
        }
    }
}
