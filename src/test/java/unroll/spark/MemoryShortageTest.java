package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;
import unroll.train.ExitCode;

final class MemoryShortageTest {
    private static final String ABORTED =
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent"
                    + " failure: Lost task 0.0 in stage 3.0 (TID 7) ";

    private static void told(Throwable thrown, String... words) {
        var known = SparkErrors.known(thrown);
        assertEquals(2, ExitCode.of(known), known.toString());
        for (var word : words) {
            assertTrue(known.getMessage().contains(word), known.getMessage());
        }
        assertEquals(1, known.getMessage().lines().count(), known.getMessage());
    }

    private static SparkException aborted(String rest) {
        return new SparkException(ABORTED + rest, null);
    }

    @Test
    void theDriversHeapIsNamedWithWhatItIsAndWhatItShouldBe() {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        var has = String.format(java.util.Locale.ROOT, "%,d MiB", mebibytes);
        told(new OutOfMemoryError("Java heap space"), has, "spark.driver.memory to ");
        told(new IllegalStateException(new OutOfMemoryError()), has, "spark.driver.memory to ");
        told(
                aborted(
                        "(localhost executor driver): java.lang.OutOfMemoryError: Java heap space\n\tat x"),
                "spark.driver.memory to ");
        told(
                aborted(
                        "(localhost executor driver): TaskResultLost (result lost from block manager)"),
                "spark.driver.memory to ");
    }

    @Test
    void anExecutorsHeapIsNamedWhereItIsAnExecutors() {
        told(
                aborted(
                        "(10.0.0.7 executor 1): java.lang.OutOfMemoryError: GC overhead limit exceeded"),
                "spark.executor.memory is 1,024 MiB",
                "2048m");
        told(
                aborted(
                        "(10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one"
                                + " of the running tasks) Reason: Command exited with code 52"),
                "spark.executor.memory");
        told(
                aborted(
                        "(10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one of"
                                + " the running tasks) Reason: Container killed by YARN for exceeding"
                                + " physical memory limits. 5.5 GB of 5.5 GB physical memory used."),
                "spark.executor.memoryOverhead");
    }

    @Test
    void otherLimitsAreNamedToo() {
        told(
                new SparkException(
                        "Job aborted due to stage failure: Total size of serialized results of 4"
                                + " tasks (1200.0 MiB) is bigger than spark.driver.maxResultSize"
                                + " (1024.0 MiB)",
                        null),
                "1200.0 MiB",
                "spark.driver.maxResultSize");
        told(new OutOfMemoryError("unable to create native thread"), "unable to create");
        told(new StackOverflowError(), "-Xss16m", "spark.driver.extraJavaOptions");
    }

    @Test
    void tooLittleForSparkItselfIsNamed() {
        told(
                new IllegalArgumentException(
                        "[INVALID_DRIVER_MEMORY] System memory 448790528 must be at least 471859200.\n"
                                + "Please increase heap size"),
                "spark.driver.memory gives 428 MiB",
                "450 MiB");
        told(
                new IllegalArgumentException(
                        "[INVALID_EXECUTOR_MEMORY] Executor memory 104857600 must be at least 471859200."),
                "spark.executor.memory gives 100 MiB");
    }

    @Test
    void otherErrorsStayWhatTheyAre() {
        var lost = aborted("(10.0.0.7 executor 3): ExecutorLostFailure Reason: exited with code 1");
        assertEquals(lost, SparkErrors.known(lost));
        var configuration = new ConfigurationException("a");
        assertEquals(configuration, SparkErrors.known(new IllegalStateException(configuration)));
    }
}
