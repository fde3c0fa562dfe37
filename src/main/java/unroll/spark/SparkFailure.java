package unroll.spark;

/** Carries a checked exception that Spark throws from methods that do not declare it. */
public final class SparkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SparkFailure(Throwable cause) {
        super(SparkErrors.firstLine(cause), cause);
    }
}
