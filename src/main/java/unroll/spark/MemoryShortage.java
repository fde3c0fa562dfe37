package unroll.spark;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import unroll.conf.ConfigurationException;

/**
 * Recognises a lack of memory, and names the setting to raise and its new value. Spark keeps only
 * the text of an error in a task, and only the exit code of a lost executor.
 */
public final class MemoryShortage {
    private static final Pattern HEAP =
            Pattern.compile(
                    "java\\.lang\\.OutOfMemoryError: (Java heap space|GC overhead limit exceeded)"
                            + "|java\\.lang\\.OutOfMemoryError(?!:)"
                            + "|SparkOutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY"
                            // Spark's exit code for an executor without memory.
                            + "|exited with code 52\\b|exit code:? 52\\b|Exit status: 52\\b");

    private static final Pattern OTHER =
            Pattern.compile("java\\.lang\\.OutOfMemoryError: ([^\n]*)");

    private static final Pattern CONTAINER =
            Pattern.compile(
                    "(?i)possible container OOM|exceeding (physical |virtual )?memory limits"
                            + "|beyond the '(PHYSICAL|VIRTUAL)' memory limit|OOMKilled");

    private static final Pattern STACK = Pattern.compile("java\\.lang\\.StackOverflowError");

    /** Spark's message if its memory is too small to start. */
    private static final Pattern LEAST =
            Pattern.compile(
                    "INVALID_(DRIVER|EXECUTOR)_MEMORY\\] \\D*(\\d+) must be at least (\\d+)");

    private static final Pattern RESULTS =
            Pattern.compile("\\((\\S+ \\S+)\\) is bigger than (spark\\.driver\\.maxResultSize)");

    /**
     * Spark's message for a result that was lost although its executor was not: there was no memory
     * to receive it.
     */
    private static final Pattern LOST_RESULT =
            Pattern.compile("executor driver\\): TaskResultLost");

    /** Spark's description of the place of a task that failed outside the driver's JVM. */
    private static final Pattern ELSEWHERE =
            Pattern.compile(
                    "executor (?!driver\\b)\\S+\\): |ExecutorLostFailure|exit(ed|).* 52\\b");

    private MemoryShortage() {}

    /** Returns the error with the remedy if the driver, an executor or a task ran out of memory. */
    public static Optional<ConfigurationException> of(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            var found = message(cause.toString());
            if (found != null) {
                return Optional.of(new ConfigurationException(found));
            }
        }
        return Optional.empty();
    }

    private static String message(String text) {
        boolean executor = ELSEWHERE.matcher(text).find();
        var least = LEAST.matcher(text);
        if (least.find()) {
            return String.format(
                    Locale.ROOT,
                    "spark.%s.memory gives %,d MiB, Spark itself needs at least %,d MiB: raise it to 1g or more",
                    least.group(1).toLowerCase(Locale.ROOT),
                    mebibytes(Long.parseLong(least.group(2))),
                    mebibytes(Long.parseLong(least.group(3))));
        }
        var results = RESULTS.matcher(text);
        if (results.find()) {
            return "the results of a job, "
                    + results.group(1)
                    + ", are more than spark.driver.maxResultSize: double it";
        }
        if (CONTAINER.matcher(text).find()) {
            return "the cluster's manager ended an executor for using more memory than its"
                    + " container has: raise spark.executor.memoryOverhead (10 % of"
                    + " spark.executor.memory if it is not set) to twice its value, or lower"
                    + " spark.executor.cores";
        }
        if (HEAP.matcher(text).find() || LOST_RESULT.matcher(text).find()) {
            return executor ? executorHeap() : driverHeap();
        }
        var other = OTHER.matcher(text);
        if (other.find()) {
            return String.format(
                    Locale.ROOT,
                    "%s ran out of memory outside of its heap (%s): raise the limits of the system or of the container",
                    executor ? "an executor" : "the driver",
                    other.group(1).strip());
        }
        if (STACK.matcher(text).find()) {
            return String.format(
                    Locale.ROOT,
                    "the stack of a thread overflowed: something is nested too deeply, or a text is too long for a pattern. Add -Xss16m to %s.extraJavaOptions, or shorten the text",
                    executor ? "spark.executor" : "spark.driver");
        }
        return null;
    }

    private static String driverHeap() {
        long has = Runtime.getRuntime().maxMemory();
        return String.format(
                Locale.ROOT,
                "memory ran out: the heap of the driver is %1$,d MiB. Raise spark.driver.memory to %2$dm"
                        + " (without Spark: JAVA_TOOL_OPTIONS=-Xmx%2$dm), or lower training.batchTokens or the model's sizes",
                mebibytes(has),
                suggested(has));
    }

    private static String executorHeap() {
        var env = SparkEnv.get();
        var conf = env == null ? new SparkConf() : env.conf();
        long has = conf.getSizeAsBytes("spark.executor.memory", "1g");
        return String.format(
                Locale.ROOT,
                "memory ran out in an executor: spark.executor.memory is %,d MiB. Raise it to %dm, or lower training.batchTokens, spark.executor.cores or the model's sizes",
                mebibytes(has),
                suggested(has));
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** Returns twice as much, in whole eighths of a GiB. */
    private static long suggested(long bytes) {
        return (2 * mebibytes(bytes) + 127) / 128 * 128;
    }
}
