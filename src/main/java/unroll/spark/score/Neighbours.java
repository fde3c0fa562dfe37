package unroll.spark.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import unroll.data.DataException;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;

/**
 * Adds to each row the names and the Euclidean distances of those other rows whose vectors are
 * nearest to its own, the nearest first and equally near ones in the order of the rows. All pairs
 * are compared, so it suits a look at some thousands of rows. A row without a vector gets null.
 */
public final class Neighbours {
    /** Maximum number of rows with a vector: above it, comparing all pairs takes too long. */
    static final int MOST = 20_000;

    private static final String NAME = "unroll.name";

    private Neighbours() {}

    /** Returns the columns that are added. */
    public static List<Column> columns() {
        return List.of(
                new Column("neighbours", new ListOf(Single.TEXT)),
                new Column("distances", new ListOf(Single.DOUBLE)));
    }

    /** A row that can be a neighbour. */
    private record Point(long row, String name, float[] vector) implements Serializable {}

    /** A point and how far it is. */
    private record Near(Point point, double distance) {
        static final Comparator<Near> ORDER =
                Comparator.comparingDouble(Near::distance)
                        .thenComparingLong(near -> near.point().row());
    }

    /**
     * Adds the columns. Rows are scored once, and kept until the session ends.
     *
     * @param rows with a column of vectors
     * @param vector its name
     * @param name column by which rows are named
     * @param count of neighbours of a row
     * @throws DataException if there are more than {@link #MOST} rows with a vector
     */
    public static Dataset<Row> add(
            SparkSession session,
            Dataset<Row> rows,
            String vector,
            org.apache.spark.sql.Column name,
            int count) {
        var added = ColumnTypes.schema(columns());
        Predictions.requireFree(rows, added);
        int at = rows.schema().fieldIndex(vector);
        int width = rows.schema().length();
        var numbered =
                rows.withColumn(NAME, name.cast(DataTypes.StringType))
                        .toJavaRDD()
                        .zipWithIndex()
                        .setName("scored rows")
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var points = points(numbered, at, width);
        var sent = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(points);
        int more = added.length();
        var complete =
                numbered.map(
                        row -> {
                            Object[] found = null;
                            if (!row._1().isNullAt(at)) {
                                var own = vector(row._1(), at);
                                var near = nearest(row._2(), own, sent.value(), count);
                                found =
                                        new Object[] {
                                            near.stream().map(n -> n.point().name()).toList(),
                                            near.stream().map(Near::distance).toList()
                                        };
                            }
                            return ColumnTypes.row(row._1(), width, more, found);
                        });
        return session.createDataFrame(complete, ColumnTypes.with(rows.schema(), added));
    }

    private static List<Point> points(JavaPairRDD<Row, Long> rows, int at, int name) {
        var points =
                rows.filter(row -> !row._1().isNullAt(at))
                        .map(
                                row ->
                                        new Point(
                                                row._2(),
                                                row._1().isNullAt(name)
                                                        ? ""
                                                        : row._1().getString(name),
                                                vector(row._1(), at)));
        long found = points.count();
        if (found > MOST) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "--neighbours: expected at most %,d rows, since all pairs are compared,"
                                    + " got %,d: choose some with --where, or search the column of"
                                    + " vectors by Spark ML's BucketedRandomProjectionLSH",
                            MOST,
                            found));
        }
        return new ArrayList<>(points.collect());
    }

    private static float[] vector(Row row, int at) {
        List<Float> numbers = row.getList(at);
        var vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i);
        }
        return vector;
    }

    private static List<Near> nearest(long own, float[] vector, List<Point> points, int count) {
        var nearest = new PriorityQueue<>(Near.ORDER.reversed()); // the farthest first
        for (var point : points) {
            if (point.row() == own) {
                continue;
            }
            nearest.add(new Near(point, distance(vector, point.vector())));
            if (nearest.size() > count) {
                nearest.remove();
            }
        }
        return nearest.stream().sorted(Near.ORDER).toList();
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (double) one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
