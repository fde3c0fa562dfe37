package unroll.spark;

import org.apache.spark.sql.SparkSession;

/** Sessions of this JVM alone, for tests; close them. */
public final class LocalSession {
    private LocalSession() {}

    public static SparkSession open(int cores) {
        return SparkSession.builder()
                .master("local[" + cores + "]")
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }
}
