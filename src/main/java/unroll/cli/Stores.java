package unroll.cli;

import java.io.IOException;
import unroll.io.LocalStore;
import unroll.io.Store;
import unroll.spark.HadoopStore;

/** Stores of the commands that run without Spark. */
final class Stores {
    private Stores() {}

    /**
     * The store of a path. Hadoop is loaded, and its settings read, only where the path may need
     * it: that takes longer than scoring a text.
     */
    static Store of(String path) throws IOException {
        boolean hadoop =
                System.getenv("HADOOP_CONF_DIR") != null || System.getenv("YARN_CONF_DIR") != null;
        boolean local = path.startsWith("file:") || (LocalStore.isLocal(path) && !hadoop);
        return local
                ? new LocalStore()
                : HadoopStore.of(path, new org.apache.hadoop.conf.Configuration());
    }
}
