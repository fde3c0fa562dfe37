package unroll.encode.survey;

import java.util.Locale;
import unroll.data.ContentHash;
import unroll.encode.row.RawBlock;

/**
 * A fingerprint of a multiset of examples: their number, and the sums and exclusive ors of the
 * halves of their hashes. It depends neither on their order nor on their division into blocks.
 */
public final class ContentSum implements Fingerprint {
    private long examples;
    private final long[] sums = new long[4];

    void add(ContentHash hash) {
        examples++;
        add(hash.high(), hash.low(), hash.high(), hash.low());
    }

    void add(ContentSum other) {
        examples += other.examples;
        add(other.sums[0], other.sums[1], other.sums[2], other.sums[3]);
    }

    private void add(long sumHigh, long sumLow, long xorHigh, long xorLow) {
        sums[0] += sumHigh;
        sums[1] += sumLow;
        sums[2] ^= xorHigh;
        sums[3] ^= xorLow;
    }

    @Override
    public void add(RawBlock block) {
        for (int i = 0; i < block.examples(); i++) {
            add(block.hash(i));
        }
    }

    long examples() {
        return examples;
    }

    @Override
    public String value() {
        return String.format(
                Locale.ROOT,
                "%d-%016x%016x-%016x%016x",
                examples,
                sums[0],
                sums[1],
                sums[2],
                sums[3]);
    }
}
