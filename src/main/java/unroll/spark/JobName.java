package unroll.spark;

import org.apache.spark.SparkContext;

/** Sets the description of the Spark jobs that a thread starts, which Spark's web pages show. */
public final class JobName {
    private static final String DESCRIPTION = "spark.job.description";

    private JobName() {}

    /** Work that starts jobs. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does some work under a name, and restores the earlier name afterwards. */
    public static <T, E extends Exception> T during(
            SparkContext spark, String name, Work<T, E> work) throws E {
        var before = spark.getLocalProperty(DESCRIPTION);
        spark.setJobDescription(name);
        try {
            return work.run();
        } finally {
            spark.setJobDescription(before);
        }
    }
}
