package unroll.spark;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import unroll.train.Memory;

/** Opens the session of a command. */
public final class Sessions {
    private static final String HIVE = "org/apache/spark/sql/hive/HiveSessionStateBuilder.class";

    private static final Map<String, Level> LOG_LEVELS =
            Map.of(
                    "org.apache.spark.executor.Executor", Level.OFF,
                    "org.apache.spark.scheduler.TaskSetManager", Level.OFF,
                    "org.apache.spark.sql.execution.datasources.FileFormatWriter", Level.OFF,
                    "org.apache.spark.storage.BlockManager", Level.ERROR,
                    "org.apache.spark.sql.execution.datasources.DataSource", Level.ERROR,
                    "org.apache.spark.sql.execution.streaming", Level.ERROR,
                    "org.apache.spark.sql.catalyst.csv.CSVHeaderChecker", Level.ERROR,
                    "org.apache.hadoop.fs.FileSystem", Level.ERROR,
                    "org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);

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
        quietLog();
        return session;
    }

    /**
     * Keeps Spark's log short unless it is configured: commands report errors in one line, without
     * the stack traces of each attempt.
     */
    private static void quietLog() {
        // The log may use another library.
        if (LogManager.getContext(false) instanceof LoggerContext log) {
            var configured = log.getConfiguration().getLoggers();
            LOG_LEVELS.forEach(
                    (name, level) -> {
                        if (!configured.containsKey(name)) {
                            Configurator.setLevel(name, level);
                        }
                    });
        }
    }

    /** Returns the memory of the session's driver and executors. */
    public static Memory.Available memory(SparkSession session) {
        var context = session.sparkContext();
        var conf = context.getConf();
        boolean local = context.isLocal();
        return new Memory.Available(
                Runtime.getRuntime().maxMemory(),
                conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"),
                conf.getSizeAsBytes("spark.executor.memory", "1g"),
                local
                        ? context.defaultParallelism()
                        : Math.max(1, conf.getInt("spark.executor.cores", 1)),
                local);
    }
}
