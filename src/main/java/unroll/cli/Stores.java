package unroll.cli;

import unroll.io.LocalStore;
import unroll.io.NamedStore;
import unroll.io.Store;
import unroll.spark.store.NamedStores;

/** Stores of the commands that run without Spark. */
final class Stores {
    private Stores() {}

    /** Returns the store of a model or checkpoint. */
    static Store of(String path) {
        return of("MODEL", path);
    }

    /**
     * Returns the store of a path that an argument or setting names. Hadoop is loaded, and its
     * settings are read, only if the path may need it: that takes longer than scoring a text.
     */
    static Store of(String key, String path) {
        boolean hadoop =
                System.getenv("HADOOP_CONF_DIR") != null || System.getenv("YARN_CONF_DIR") != null;
        boolean local =
                path.startsWith("file:")
                        || (LocalStore.isLocal(path) && !path.isBlank() && !hadoop);
        return local
                ? new NamedStore(new LocalStore(), key)
                : NamedStores.open(key, path, new org.apache.hadoop.conf.Configuration());
    }
}
