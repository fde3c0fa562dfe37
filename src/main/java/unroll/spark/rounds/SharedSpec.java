package unroll.spark.rounds;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;
import unroll.train.WorkerSpec;

/**
 * The description of a worker, which travels to each executor once. It may hold a large table, such
 * as that of n-grams, which is too much for every task. Written as Spark writes closures, since the
 * serializer of data may be Kryo, which cannot read records.
 */
final class SharedSpec implements Serializable {
    private static final ClassTag<WorkerSpec> TAG = ClassTag.apply(WorkerSpec.class);

    private final Broadcast<byte[]> written;

    SharedSpec(JavaSparkContext spark, WorkerSpec spec) {
        var buffer = SparkEnv.get().closureSerializer().newInstance().serialize(spec, TAG);
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        written = spark.broadcast(bytes);
    }

    WorkerSpec get() {
        return SparkEnv.get()
                .closureSerializer()
                .newInstance()
                .deserialize(
                        ByteBuffer.wrap(written.value()), WorkerSpec.class.getClassLoader(), TAG);
    }

    void destroy() {
        written.destroy();
    }
}
