package unroll.encode.survey;

/**
 * How much each term tells about each class (Wang and Manning 2012):
 *
 * <pre>r = log((p + 1) / |p + 1|) - log((q + 1) / |q + 1|)</pre>
 *
 * where p is the number of the class's texts that have the term, q that of the other texts, and |·|
 * the sum over all terms.
 */
public final class LogCountRatios {
    private final int[] counts; // [classes, terms]
    private final long[] all; // [terms]: texts of all classes
    private final double[] priors; // [classes]
    private final int terms;

    /**
     * @param counts texts of a class with a term: [classes, terms]
     */
    public LogCountRatios(int[] counts, int classes) {
        this.counts = counts;
        terms = counts.length / classes;
        all = new long[terms];
        for (int i = 0; i < counts.length; i++) {
            all[i % terms] += counts[i];
        }
        priors = new double[classes];
        for (int k = 0; k < classes; k++) {
            long inside = terms;
            long outside = terms;
            for (int term = 0; term < terms; term++) {
                int count = counts[k * terms + term];
                inside += count;
                outside += all[term] - count;
            }
            priors[k] = StrictMath.log((double) outside / inside);
        }
    }

    public int terms() {
        return terms;
    }

    /** Returns the ratio of a class and a term. */
    public double of(int k, int term) {
        int inside = counts[k * terms + term];
        double p = inside + 1;
        double q = all[term] - inside + 1;
        return StrictMath.log(p / q) + priors[k];
    }
}
