package unroll.spark;

/** Wraps a checked exception that Spark throws from a method that does not declare it. */
public final class SparkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SparkFailure(Throwable cause) {
        super(SparkErrors.firstLine(cause), cause);
    }
}
