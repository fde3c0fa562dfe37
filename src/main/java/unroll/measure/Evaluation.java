package unroll.measure;

import java.io.Serializable;

/**
 * Loss and metric of scored examples: exact sums over terms (examples, steps or numbers, as the
 * task counts) and over the things that the metric is a mean of, usually the same. A plain class,
 * since Kryo cannot read records.
 */
public final class Evaluation implements Serializable {
    private final Sum loss = new Sum();
    private final Sum score = new Sum();
    private long terms;
    private long scored;

    /** Creates an evaluation of no examples. */
    public Evaluation() {}

    public void add(Evaluation other) {
        loss.add(other.loss);
        terms += other.terms;
        score.add(other.score);
        scored += other.scored;
    }

    /**
     * Returns the cross-entropy of a true class, in nats. A probability that was rounded to 0 is
     * worth the smallest float, so that no single term is infinite.
     */
    public static double crossEntropy(float probability) {
        return -StrictMath.log(Math.max(probability, Float.MIN_VALUE));
    }

    /** Counts a term whose score counts once. */
    public void count(double loss, double score) {
        countLoss(loss);
        countScore(score, 1);
    }

    /** Counts a term. */
    void countLoss(double loss) {
        this.loss.add(loss);
        terms++;
    }

    /**
     * Counts several terms.
     *
     * @param sum of their losses
     */
    public void countLoss(double sum, long count) {
        loss.add(sum);
        terms += count;
    }

    /**
     * Counts a score.
     *
     * @param scored how many things share it
     */
    public void countScore(double score, long scored) {
        this.score.add(score);
        this.scored += scored;
    }

    public long terms() {
        return terms;
    }

    /** Returns the mean loss; 0 without terms, NaN if a term was not finite. */
    public double loss() {
        return terms > 0 ? loss.value() / terms : 0;
    }

    /** Returns the task's metric; 0 if nothing was scored. */
    public double score(Metric metric) {
        double sum = score.value();
        return scored > 0 || sum > 0 ? metric.of(loss(), sum / Math.max(1, scored)) : 0;
    }
}
