package unroll.train.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import unroll.io.Fields;
import unroll.nn.Workspace.BatchLoss;
import unroll.optim.Clip;

/** Counts and sums of training. A plain class, since Kryo cannot read records. */
public final class Metrics implements Serializable {
    private double loss;
    private double terms;
    private double penalty;
    private long tokens;
    private long batches;
    private long skipped;
    private long impossible;
    private long clipped;
    private long nanos;
    private final NormHistogram norms;

    /** Creates metrics without counts. */
    public Metrics() {
        this(new NormHistogram());
    }

    private Metrics(NormHistogram norms) {
        this.norms = norms;
    }

    /** Reads what {@link #toJson} wrote, also in a version that counted less. */
    public static Metrics of(Fields written) {
        var later = JsonNodeFactory.instance.objectNode().put("penalty", 0.0).put("impossible", 0);
        later.putObject("norms");
        var fields = written.withDefaults(later);
        var metrics = new Metrics(NormHistogram.of(fields.object("norms")));
        metrics.loss = fields.number("loss");
        metrics.terms = fields.number("terms");
        metrics.penalty = fields.number("penalty");
        metrics.tokens = fields.whole("tokens", 0);
        metrics.batches = fields.whole("batches", 0);
        metrics.impossible = fields.whole("impossible", 0);
        metrics.skipped = fields.whole("skipped", 0);
        metrics.clipped = fields.whole("clipped", 0);
        return metrics;
    }

    /** Returns all but the time, which differs from run to run. */
    public ObjectNode toJson() {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.set("norms", norms.toJson());
        return tree.put("loss", loss)
                .put("terms", terms)
                .put("penalty", penalty)
                .put("tokens", tokens)
                .put("batches", batches)
                .put("skipped", skipped)
                .put("impossible", impossible)
                .put("clipped", clipped);
    }

    /** Returns the sum of both. */
    public Metrics plus(Metrics other) {
        var sum = new Metrics();
        sum.add(this);
        sum.add(other);
        return sum;
    }

    /** Returns these in the first part, and none in the others, so that they count once. */
    Metrics of(Part part) {
        return part.first() ? this : new Metrics();
    }

    public void add(Metrics other) {
        loss += other.loss;
        terms += other.terms;
        penalty += other.penalty;
        tokens += other.tokens;
        batches += other.batches;
        skipped += other.skipped;
        impossible += other.impossible;
        clipped += other.clipped;
        nanos += other.nanos;
        norms.add(other.norms);
    }

    /**
     * Counts a batch.
     *
     * @param impossible sequences whose target no output can give
     */
    void batch(int tokens, int impossible, long nanos) {
        this.tokens += tokens;
        this.impossible += impossible;
        this.nanos += nanos;
        batches++;
    }

    /**
     * Counts the loss of a batch whose gradient is applied.
     *
     * @param penalty added to the mean loss
     */
    void countLoss(BatchLoss loss, double penalty) {
        this.loss += loss.sum();
        terms += loss.terms();
        this.penalty += loss.terms() * penalty;
    }

    void skip() {
        skipped++;
    }

    /** Counts a gradient that is applied. */
    void clip(Clip.Outcome outcome) {
        clipped += outcome.clipped() ? 1 : 0;
        norms.add(outcome.norm());
    }

    /** Returns the sum of the terms' losses, in nats. */
    public double loss() {
        return loss;
    }

    /** Returns the weight of all terms. */
    public double terms() {
        return terms;
    }

    /** Returns 0 without terms. */
    public double meanLoss() {
        return terms > 0 ? loss / terms : 0;
    }

    /** Returns the mean of the penalties, batches weighted as in the mean loss; 0 without terms. */
    public double meanPenalty() {
        return terms > 0 ? penalty / terms : 0;
    }

    public long tokens() {
        return tokens;
    }

    public long batches() {
        return batches;
    }

    /** Returns the number of batches skipped for a loss or gradient that is not finite. */
    public long skipped() {
        return skipped;
    }

    /** Returns the number of sequences skipped since no output can give their target. */
    public long impossible() {
        return impossible;
    }

    /** Returns the number of gradients that clipping changed. */
    public long clipped() {
        return clipped;
    }

    /** Returns the norms of the applied gradients: each step's, or each shard's mean. */
    public GradientNorms norms() {
        return new GradientNorms(
                norms.total() > 0 ? (double) clipped / norms.total() : 0,
                norms.quantile(0.1),
                norms.quantile(0.5),
                norms.quantile(0.9),
                norms.quantile(0.99));
    }

    /** Returns the time of all workers in BPTT, on which no result depends. */
    public long nanos() {
        return nanos;
    }
}
