package unroll.train;

import java.io.Serializable;

/** How well a network scores examples. A plain class, since Kryo cannot read records. */
public final class Evaluation implements Serializable {
    private double logLoss;
    private long correct;
    private long examples;

    /** Nothing scored yet. */
    public Evaluation() {}

    public void add(Evaluation other) {
        logLoss += other.logLoss;
        correct += other.correct;
        examples += other.examples;
    }

    /** Counts an example, by the probability of its class. */
    void count(float probability, boolean hit) {
        // A probability rounded to 0 is worth the smallest float, so that one example is not
        // infinite.
        logLoss -= StrictMath.log(Math.max(probability, Float.MIN_VALUE));
        correct += hit ? 1 : 0;
        examples++;
    }

    public long examples() {
        return examples;
    }

    /** Mean of -log(probability of the example's class), in nats; 0 where there is no example. */
    public double loss() {
        return examples > 0 ? logLoss / examples : 0;
    }

    /** Share of the examples whose class is the most probable; 0 where there is no example. */
    public double accuracy() {
        return examples > 0 ? (double) correct / examples : 0;
    }
}
