package unroll.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the session of a command. */
public final class Sessions {
    private static final String HIVE = "org/apache/spark/sql/hive/HiveSessionStateBuilder.class";

    private Sessions() {}

    /**
     * Returns the running session, or a new one as {@code spark-submit} configured it, with Hive's
     * catalogue if Spark has been built with it.
     *
     * @param application name shown by the cluster manager
     */
    public static SparkSession open(String application) {
        var builder =
                SparkSession.builder()
                        .appName(application)
                        // Kryo cannot read records and Java's immutable lists.
                        .config("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
                        // Files may be in any character set that Java knows.
                        .config("spark.sql.legacy.javaCharsets", "true")
                        // The older types of dates and times depend on the machine's time zone.
                        .config("spark.sql.datetime.java8API.enabled", "true");
        var given = new SparkConf();
        if (!given.contains("spark.broadcast.compress")) {
            // Parameters are broadcast every round, and compression hardly shrinks them.
            builder.config("spark.broadcast.compress", "false");
        }
        if (!given.contains("spark.sql.session.timeZone")) {
            // Otherwise times without a zone would depend on the machine's.
            builder.config("spark.sql.session.timeZone", "UTC");
        }
        if (!given.contains("spark.resultGetter.threads")) {
            // Each thread holds copies of the result that it is reading, and a round's are large.
            builder.config("spark.resultGetter.threads", "1");
        }
        if (given.get("spark.master", "local").startsWith("local")) {
            // A task without memory would end the JVM, which is the driver's too, before the user
            // is told anything.
            builder.config("spark.executor.killOnFatalError.depth", "0");
        }
        if (Sessions.class.getClassLoader().getResource(HIVE) != null) {
            builder.enableHiveSupport();
        }
        var session = builder.getOrCreate();
        SparkLog.quieten();
        return session;
    }

    /** Returns the memory of the session's driver and executors. */
    public static Memory.Room room(SparkSession session) {
        var context = session.sparkContext();
        var conf = context.getConf();
        boolean local = context.isLocal();
        return new Memory.Room(
                Runtime.getRuntime().maxMemory(),
                conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"),
                conf.getSizeAsBytes("spark.executor.memory", "1g"),
                local
                        ? context.defaultParallelism()
                        : Math.max(1, conf.getInt("spark.executor.cores", 1)),
                local);
    }
}
