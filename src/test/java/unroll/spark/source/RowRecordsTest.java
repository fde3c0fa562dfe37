package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What the columns of a row are outside of Spark. */
final class RowRecordsTest {
    @Test
    void arraysAreListsAndVectorsAreArraysOfDoubles() {
        var inner = CollectionConverters.asScala(Arrays.asList(1.5, null)).toSeq();
        var sparse = Vectors.sparse(3, new int[] {1}, new double[] {4});
        var steps = CollectionConverters.asScala(List.<Object>of(inner, sparse)).toSeq();
        var record =
                RowRecords.of(List.of(RowFactory.create(steps, "pos", null, "")).iterator()).next();
        var found = assertInstanceOf(List.class, record.sequence());
        assertEquals(Arrays.asList(1.5, null), found.get(0));
        assertArrayEquals(new double[] {0, 4, 0}, (double[]) found.get(1));
        assertEquals("pos", record.target());
        assertEquals(null, record.corrupt());
    }
}
