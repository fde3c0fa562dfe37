package unroll.train.worker;

/**
 * The vectors that a worker keeps beside parameters and gradient, each laid out as theta.
 *
 * @param moments number of the optimiser's moments
 * @param average whether it keeps the parameters' average
 * @param sum whether it keeps a sum of gradients, in double
 */
public record WorkerVectors(int moments, boolean average, boolean sum) {
    public static final WorkerVectors NONE = new WorkerVectors(0, false, false);

    /** Returns the number of vectors with parameters and gradient; one in double counts twice. */
    public int count() {
        return 2 + moments + (average ? 1 : 0) + (sum ? 2 : 0);
    }
}
