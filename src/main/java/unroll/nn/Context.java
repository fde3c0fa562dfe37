package unroll.nn;

/** What all layers see of one batch. */
final class Context {
    float[] theta; // [parameters]
    float[] gradient; // [parameters]
    Batch batch;
    boolean training;

    /** Whether targets are fed back where there is teacher forcing. */
    boolean taught;

    /** Looks on; null for none. */
    Observer observer;

    /** Decides the random masks of this batch. */
    long key;

    /** What penalties add to the batch's objective besides the loss: forward passes add to it. */
    double penalty;
}
