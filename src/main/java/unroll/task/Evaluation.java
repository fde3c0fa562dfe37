package unroll.task;

import java.io.Serializable;

/**
 * How well a network's scores fit the targets: sums over terms (examples, steps or numbers, as the
 * task counts). A plain class, since Kryo cannot read records.
 */
public final class Evaluation implements Serializable {
    private double loss;
    private double score;
    private long terms;

    /** Nothing scored yet. */
    public Evaluation() {}

    public void add(Evaluation other) {
        loss += other.loss;
        score += other.score;
        terms += other.terms;
    }

    /** Counts a term. */
    void count(double loss, double score) {
        this.loss += loss;
        this.score += score;
        terms++;
    }

    public long terms() {
        return terms;
    }

    /** Mean loss; 0 where there is no term. */
    public double loss() {
        return terms > 0 ? loss / terms : 0;
    }

    /** The task's second figure, of which {@link Metric} tells. */
    public double score(Metric metric) {
        return terms > 0 ? metric.of(loss(), score / terms) : 0;
    }
}
