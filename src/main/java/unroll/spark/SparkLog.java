package unroll.spark;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Keeps Spark's log short unless it is configured: commands report errors in one line, without the
 * stack traces of each attempt.
 */
final class SparkLog {
    private static final Map<String, Level> LEVELS =
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

    private SparkLog() {}

    static void quieten() {
        // The log may use another library.
        if (org.apache.logging.log4j.LogManager.getContext(false) instanceof LoggerContext log) {
            var configured = log.getConfiguration().getLoggers();
            LEVELS.forEach(
                    (name, level) -> {
                        if (!configured.containsKey(name)) {
                            Configurator.setLevel(name, level);
                        }
                    });
        }
    }
}
