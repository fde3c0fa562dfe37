package unroll.train;

import java.io.Serializable;
import unroll.nn.Workspace.Loss;

/** What was counted in training. A plain class, since Kryo cannot read records. */
public final class Metrics implements Serializable {
    private double loss;
    private double terms;
    private long tokens;
    private long batches;
    private long skipped;
    private long clipped;
    private long nanos;

    /** Nothing counted yet. */
    public Metrics() {}

    public Metrics(
            double loss,
            double terms,
            long tokens,
            long batches,
            long skipped,
            long clipped,
            long nanos) {
        this.loss = loss;
        this.terms = terms;
        this.tokens = tokens;
        this.batches = batches;
        this.skipped = skipped;
        this.clipped = clipped;
        this.nanos = nanos;
    }

    public void add(Metrics other) {
        loss += other.loss;
        terms += other.terms;
        tokens += other.tokens;
        batches += other.batches;
        skipped += other.skipped;
        clipped += other.clipped;
        nanos += other.nanos;
    }

    /** Counts a batch that BPTT went through. */
    void batch(int tokens, long nanos) {
        this.tokens += tokens;
        this.nanos += nanos;
        batches++;
    }

    /** Counts the loss of a batch that was learnt from. */
    void learnt(Loss loss) {
        this.loss += loss.sum();
        terms += loss.terms();
    }

    void skip() {
        skipped++;
    }

    void clip(boolean clipped) {
        this.clipped += clipped ? 1 : 0;
    }

    /** Sum of the terms' losses, in nats. */
    public double loss() {
        return loss;
    }

    /** Weight of all terms. */
    public double terms() {
        return terms;
    }

    /** 0 where there are no terms. */
    public double meanLoss() {
        return terms > 0 ? loss / terms : 0;
    }

    public long tokens() {
        return tokens;
    }

    public long batches() {
        return batches;
    }

    /** Batches that were not learnt from, their loss or gradient not being finite. */
    public long skipped() {
        return skipped;
    }

    /** Gradients that clipping changed. */
    public long clipped() {
        return clipped;
    }

    /** Time of all workers in BPTT: a measurement, which no result depends on. */
    public long nanos() {
        return nanos;
    }
}
