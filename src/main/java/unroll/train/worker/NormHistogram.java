package unroll.train.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import unroll.io.Fields;

/**
 * Counts gradient norms in fixed bins, eight to each power of two: whole numbers, so that sums are
 * exact in any order. A quantile is accurate to 5 %. A plain class, since Kryo cannot read records.
 */
final class NormHistogram implements Serializable {
    private static final int BINS_OF_OCTAVE = 8;
    private static final int LOWEST = -40; // exponent of the first octave
    private static final int OCTAVES = 80;
    private static final double[] EDGES = edges(); // of an octave's bins, from 1

    private final long[] counts = new long[OCTAVES * BINS_OF_OCTAVE];
    private long total;

    private static double[] edges() {
        var edges = new double[BINS_OF_OCTAVE];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = StrictMath.pow(2, (double) i / BINS_OF_OCTAVE);
        }
        return edges;
    }

    /** Reads what {@link #toJson} wrote. */
    static NormHistogram of(Fields fields) {
        var histogram = new NormHistogram();
        for (var key : fields.keys()) {
            long count = fields.whole(key, 1);
            histogram.counts[bin(key, fields)] = count;
            histogram.total += count;
        }
        return histogram;
    }

    private static int bin(String key, Fields fields) {
        int bin = key.matches("\\d{1,3}") ? Integer.parseInt(key) : OCTAVES * BINS_OF_OCTAVE;
        if (bin >= OCTAVES * BINS_OF_OCTAVE) {
            throw fields.fault(key, "a bin below " + OCTAVES * BINS_OF_OCTAVE);
        }
        return bin;
    }

    /** Returns the counts by bin, without empty ones. */
    ObjectNode toJson() {
        var tree = JsonNodeFactory.instance.objectNode();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                tree.put(Integer.toString(bin), counts[bin]);
            }
        }
        return tree;
    }

    /**
     * @param norm finite, not negative
     */
    void add(double norm) {
        counts[bin(norm)]++;
        total++;
    }

    void add(NormHistogram other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
        }
        total += other.total;
    }

    private static int bin(double norm) {
        int exponent = Math.getExponent(norm); // far below the lowest for 0
        if (exponent < LOWEST) {
            return 0;
        }
        if (exponent >= LOWEST + OCTAVES) {
            return OCTAVES * BINS_OF_OCTAVE - 1;
        }
        double mantissa = Math.scalb(norm, -exponent);
        int part = BINS_OF_OCTAVE - 1;
        while (mantissa < EDGES[part]) {
            part--;
        }
        return (exponent - LOWEST) * BINS_OF_OCTAVE + part;
    }

    long total() {
        return total;
    }

    /**
     * Returns the middle of the bin that holds a quantile; 0 if nothing was counted.
     *
     * @param share of the norms that are no larger, in (0, 1]
     */
    double quantile(double share) {
        if (total == 0) {
            return 0;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        int bin = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[bin]) {
            bin++;
        }
        return StrictMath.pow(2, LOWEST + (bin + 0.5) / BINS_OF_OCTAVE);
    }
}
