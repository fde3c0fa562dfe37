package unroll.spark.source;

import java.util.Arrays;
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
 * The series of Mackey and Glass (1977), which is mildly chaotic with a delay of 17:
 *
 * <pre>
 * dx/dt = 0.2 x(t - tau) / (1 + x(t - tau)^10) - 0.1 x(t)
 * </pre>
 *
 * integrated by the fourth-order Runge–Kutta method with ten steps a unit of time; the delayed
 * value between two steps is their mean. The series has one number a unit of time. The initial
 * history is drawn around 1.2, so that sequences differ.
 *
 * <p>Options: {@code length} (3000), {@code count} (1 sequence), {@code seed} (1), {@code tau}
 * (17), {@code washout} (1000 units of time discarded at the start). Columns: {@code id}, {@code
 * sequence}.
 */
final class MackeyGlassSource {
    private static final int STEPS = 10; // per unit of time
    private static final double H = 1.0 / STEPS;

    private static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.LongType)
                    .add("sequence", DataTypes.createArrayType(DataTypes.DoubleType));

    private MackeyGlassSource() {}

    static Dataset<Row> rows(SparkSession session, SourceNumbers options) {
        int length = options.small("length", 3000, 1);
        long count = options.of("count", 1, 1);
        long seed = options.of("seed", 1, Long.MIN_VALUE);
        int tau = options.small("tau", 17, 1);
        int washout = options.small("washout", 1000, 0);
        var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        var ids = session.range(0, count, 1, spark.defaultParallelism()).toJavaRDD();
        return session.createDataFrame(
                ids.map(
                        id -> {
                            var x = series(length, tau, washout, RandomKeys.mix(seed, id));
                            return RowFactory.create(id, scala(x));
                        }),
                SCHEMA);
    }

    /** Returns one series, a function of its key. */
    static double[] series(int length, int tau, int washout, long key) {
        int delay = tau * STEPS;
        var x = new double[Math.addExact(delay + 1, Math.multiplyExact(washout + length, STEPS))];
        for (int i = 0; i <= delay; i++) {
            x[i] = 1.2 + 0.2 * (RandomKeys.unit(RandomKeys.mix(key, i)) - 0.5);
        }
        for (int i = delay; i + 1 < x.length; i++) {
            double before = x[i - delay];
            double after = x[i - delay + 1];
            double between = (before + after) / 2;
            double k1 = slope(x[i], before);
            double k2 = slope(x[i] + H / 2 * k1, between);
            double k3 = slope(x[i] + H / 2 * k2, between);
            double k4 = slope(x[i] + H * k3, after);
            x[i + 1] = x[i] + H / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        var series = new double[length];
        Arrays.setAll(series, t -> x[delay + (washout + t + 1) * STEPS]);
        return series;
    }

    private static double slope(double x, double delayed) {
        double square = delayed * delayed;
        double tenth = square * square * square * square * square;
        return 0.2 * delayed / (1 + tenth) - 0.1 * x;
    }

    private static Object scala(double[] values) {
        List<Double> list = Arrays.stream(values).boxed().toList();
        return scala.jdk.javaapi.CollectionConverters.asScala(list).toSeq();
    }
}
