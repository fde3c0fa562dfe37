package unroll.data;

import java.util.stream.IntStream;
import unroll.math.RandomKeys;
import unroll.nn.batch.Batch;

/**
 * One epoch over a shard's labelled examples, each batch with another of unlabelled ones beside it.
 * The latter are shuffled anew in each epoch; if they end before the labelled ones, they begin
 * again.
 */
public final class SemiSupervisedPlan implements Plan {
    private final Shard shard;
    private final int maxSequences;
    private final int maxRows;
    private final Batcher labelled;
    private final Batcher unlabelled;
    private final int[] lengths; // [sequences of both], of the batch being filled

    /**
     * @param shard of examples with one label, which some lack
     * @param maxSequences most examples of each of both kinds in a batch
     * @param maxRows most rows of each of both kinds in a batch
     * @param key decides the order
     * @throws DataException if one example needs more than {@code maxRows}
     */
    public SemiSupervisedPlan(Shard shard, int maxSequences, int maxRows, long key) {
        this.shard = shard;
        this.maxSequences = maxSequences;
        this.maxRows = maxRows;
        labelled = batches(true, key);
        unlabelled = batches(false, RandomKeys.mix(key, 2));
        lengths = new int[2 * maxSequences];
    }

    private Batcher batches(boolean withLabels, long key) {
        int[] examples =
                IntStream.range(0, shard.examples())
                        .filter(i -> shard.target(i) >= 0 == withLabels)
                        .toArray();
        return Batcher.plan(shard, examples, maxSequences, maxRows, key);
    }

    @Override
    public int batches() {
        return labelled.batches();
    }

    @Override
    public void fill(int batch, Batch into) {
        Batcher.require(2 * maxSequences, 2 * maxRows, into);
        int sequences = labelled.number(batch, into, 0);
        if (unlabelled.batches() > 0) {
            sequences = unlabelled.number(batch % unlabelled.batches(), into, sequences);
        }
        Batcher.fill(shard, sequences, lengths, into);
    }
}
