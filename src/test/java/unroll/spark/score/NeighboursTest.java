package unroll.spark.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import unroll.data.DataException;
import unroll.spark.LocalSession;

final class NeighboursTest {
    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = LocalSession.open(2);
    }

    @AfterAll
    static void end() throws IOException {
        session.close();
    }

    /** Rows with an id and a vector, which may be null, in several partitions. */
    private static Dataset<Row> rows(List<float[]> vectors) {
        var schema =
                new StructType()
                        .add("id", DataTypes.LongType)
                        .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false));
        var rows = new ArrayList<Row>();
        for (int i = 0; i < vectors.size(); i++) {
            var vector = vectors.get(i);
            var numbers =
                    vector == null
                            ? null
                            : CollectionConverters.asScala(
                                            IntStream.range(0, vector.length)
                                                    .mapToObj(k -> vector[k])
                                                    .toList())
                                    .toSeq();
            rows.add(RowFactory.create(10L + i, numbers));
        }
        return session.createDataFrame(rows, schema).repartition(3).sort("id");
    }

    private static List<Row> nearest(int count, List<float[]> vectors) {
        return Neighbours.add(session, rows(vectors), "vector", functions.col("id"), count)
                .collectAsList();
    }

    private static float[] at(double... place) {
        var vector = new float[place.length];
        for (int i = 0; i < place.length; i++) {
            vector[i] = (float) place[i];
        }
        return vector;
    }

    /** Rows 10 to 14 stand at 0, 1, 3, nowhere, and 3 again. */
    @Test
    void theNearestComeFirstAndEqualOnesInTheOrderOfTheRows() {
        var vectors = new ArrayList<>(List.of(at(0, 0), at(1, 0), at(3, 0)));
        vectors.add(null);
        vectors.add(at(3, 0));
        var rows = nearest(2, vectors);
        assertEquals(
                List.of("[11, 12]", "[10, 12]", "[14, 11]", "null", "[12, 11]"),
                rows.stream().map(row -> row.isNullAt(2) ? "null" : row.getList(2) + "").toList());
        assertEquals(List.of(1.0, 3.0), rows.get(0).getList(3));
        assertEquals(List.of(0.0, 2.0), rows.get(2).getList(3));
        assertTrue(rows.get(3).isNullAt(3));
    }

    @Test
    void thereAreNoMoreNeighboursThanOtherRows() {
        var rows = nearest(5, List.of(at(1), at(2)));
        assertEquals(List.of("11"), rows.get(0).getList(2));
        assertEquals(List.of(), nearest(5, List.of(at(1))).get(0).getList(2));
    }

    /** Compared with sorting all distances. */
    @Test
    void theyAreThoseOfAllPairs() {
        var random = new Random(4);
        var vectors = new ArrayList<float[]>();
        for (int i = 0; i < 60; i++) {
            vectors.add(at(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
        }
        var rows = nearest(4, vectors);
        for (int i = 0; i < vectors.size(); i++) {
            var own = vectors.get(i);
            int self = i;
            var expected =
                    IntStream.range(0, vectors.size())
                            .filter(k -> k != self)
                            .boxed()
                            .sorted(
                                    (a, b) ->
                                            Double.compare(
                                                    distance(own, vectors.get(a)),
                                                    distance(own, vectors.get(b))))
                            .limit(4)
                            .map(k -> Long.toString(10 + k))
                            .toList();
            assertEquals(expected, rows.get(i).getList(2));
        }
    }

    private static double distance(float[] one, float[] other) {
        return Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
    }

    @Test
    void tooManyRowsAreRefused() {
        var vectors = new ArrayList<float[]>();
        for (int i = 0; i <= Neighbours.MOST; i++) {
            vectors.add(at(i));
        }
        var thrown = assertThrows(DataException.class, () -> nearest(1, vectors));
        assertTrue(thrown.getMessage().contains("at most 20,000 rows"), thrown.getMessage());
    }
}
