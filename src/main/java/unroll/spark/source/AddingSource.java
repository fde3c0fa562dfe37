package unroll.spark.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.math.RandomKeys;
import unroll.records.SourceNumbers;

/**
 * The adding problem (Hochreiter and Schmidhuber 1997, in the form of Le et al. 2015): at each step
 * a number between 0 and 1 and a mark; two steps are marked, one in each half; the target is the
 * sum of their numbers, whose variance is 1/6.
 *
 * <p>Options: {@code length} (100 steps), {@code count} (1000 sequences), {@code seed} (1).
 * Columns: {@code id}, {@code sequence}, {@code target}.
 */
final class AddingSource {
    private static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.LongType)
                    .add(
                            "sequence",
                            DataTypes.createArrayType(
                                    DataTypes.createArrayType(DataTypes.FloatType)))
                    .add("target", DataTypes.FloatType);

    private AddingSource() {}

    static Dataset<Row> rows(SparkSession session, SourceNumbers options) {
        int length = options.small("length", 100, 2);
        long count = options.of("count", 1000, 1);
        long seed = options.of("seed", 1, Long.MIN_VALUE);
        var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        var ids = session.range(0, count, 1, spark.defaultParallelism()).toJavaRDD();
        return session.createDataFrame(
                ids.map(id -> row(id, length, RandomKeys.mix(seed, id))), SCHEMA);
    }

    /** Returns one sequence, a function of its key. */
    static Row row(long id, int length, long key) {
        int first = RandomKeys.below(RandomKeys.mix(key, 1), length / 2);
        int second = length / 2 + RandomKeys.below(RandomKeys.mix(key, 2), length - length / 2);
        var steps = new ArrayList<Object>();
        float sum = 0;
        for (int t = 0; t < length; t++) {
            float number = (float) RandomKeys.unit(RandomKeys.mix(key, 3, t));
            boolean marked = t == first || t == second;
            sum += marked ? number : 0;
            steps.add(scala(List.of(number, marked ? 1f : 0f)));
        }
        return RowFactory.create(id, scala(steps), sum);
    }

    private static Object scala(List<?> values) {
        return scala.jdk.javaapi.CollectionConverters.asScala(values).toSeq();
    }
}
