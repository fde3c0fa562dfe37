package unroll.train.worker;

import java.io.Serializable;

/**
 * A round's place in the run.
 *
 * @param epoch from 0
 * @param round within the epoch, from 0
 * @param rounds of the epoch
 */
public record RoundId(int epoch, int round, int rounds) implements Serializable {
    public RoundId {
        if (epoch < 0 || round < 0 || round >= rounds) {
            throw new IllegalArgumentException(
                    "no round " + round + " of " + rounds + " in epoch " + epoch);
        }
    }

    public boolean last() {
        return round + 1 == rounds;
    }

    /**
     * Returns the first batch of this round on a shard with so many batches in an epoch. Shards of
     * different sizes advance in proportion.
     */
    int from(int batches) {
        return (int) ((long) round * batches / rounds);
    }

    int to(int batches) {
        return (int) ((round + 1L) * batches / rounds);
    }

    /** Returns the epochs that are done before this round, plus the fraction of this one. */
    public double done() {
        return epoch + (double) round / rounds;
    }
}
