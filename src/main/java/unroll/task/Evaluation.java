package unroll.task;

import java.io.Serializable;
import unroll.nn.Workspace;

/**
 * How well a network's scores fit the targets: sums over terms (examples, steps or numbers, as the
 * task counts), and over what the second figure is a mean of, mostly the same. A plain class, since
 * Kryo cannot read records.
 */
public final class Evaluation implements Serializable {
    private double loss;
    private long terms;
    private double score;
    private long scored;

    /** Nothing scored yet. */
    public Evaluation() {}

    public void add(Evaluation other) {
        loss += other.loss;
        terms += other.terms;
        score += other.score;
        scored += other.scored;
    }

    /** Counts a term, whose score counts once. */
    void count(double loss, double score) {
        this.loss += loss;
        this.score += score;
        terms++;
        scored++;
    }

    /** Counts terms. */
    void countLoss(Workspace.Loss loss) {
        this.loss += loss.sum();
        terms += (long) loss.terms();
    }

    /** Counts a score that many things share. */
    void countScore(double score, long scored) {
        this.score += score;
        this.scored += scored;
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
        return scored > 0 || score > 0 ? metric.of(loss(), score / Math.max(1, scored)) : 0;
    }
}
