package unroll.measure;

import java.io.Serializable;
import unroll.measure.text.BleuCounts;
import unroll.measure.text.ChrfCounts;

/**
 * Loss and metric of scored examples: exact sums over terms (examples, steps or numbers, as the
 * task counts) and over the things that the metric is a mean of, usually the same; of written
 * texts, also the counts of figures that are no means. A plain class, since Kryo cannot read
 * records.
 */
public final class Evaluation implements Serializable {
    private final Sum loss = new Sum();
    private final Sum score = new Sum();
    private long terms;
    private long scored;
    private final BleuCounts bleu = new BleuCounts(); // of written texts
    private final ChrfCounts chrf = new ChrfCounts(); // of written texts

    /** Creates an evaluation of no examples. */
    public Evaluation() {}

    public void add(Evaluation other) {
        loss.add(other.loss);
        terms += other.terms;
        score.add(other.score);
        scored += other.scored;
        bleu.add(other.bleu);
        chrf.add(other.chrf);
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
    public void countLoss(double loss) {
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

    /** Returns the counts of BLEU, to which texts are added. */
    public BleuCounts bleu() {
        return bleu;
    }

    /** Returns the counts of chrF, to which texts are added. */
    public ChrfCounts chrf() {
        return chrf;
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
        return switch (metric) {
            case PERPLEXITY -> terms > 0 ? StrictMath.exp(loss()) : 0;
            case BLEU -> bleu.score();
            case CHRF -> chrf.score();
            case RMSE, NRMSE -> StrictMath.sqrt(meanScore());
            default -> meanScore();
        };
    }

    private double meanScore() {
        return score.value() / Math.max(1, scored);
    }
}
