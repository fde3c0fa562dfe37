package unroll.train.worker;

/**
 * The vectors that a worker keeps beside parameters and gradient, each laid out as theta.
 *
 * @param moments number of the optimiser's moments
 * @param average whether it keeps the parameters' average
 */
public record WorkerVectors(int moments, boolean average) {
    public static final WorkerVectors NONE = new WorkerVectors(0, false);
}
