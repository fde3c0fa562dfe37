package unroll.task.frames;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts segments, the longest pieces of a sequence with one label (F1@50, Lea et al. 2017). A
 * found segment is right if the true segment with its label that it overlaps most has at least half
 * of their union in common with it, and no segment before was right by that one.
 */
final class SegmentCounts implements Serializable {
    private long expected;
    private long found;
    private long right;

    /**
     * A piece of a sequence.
     *
     * @param end the step after its last
     */
    private record Segment(int label, int start, int end) {
        /** Returns the share of the union that two segments have in common. */
        double overlap(Segment other) {
            int common = Math.min(end, other.end) - Math.max(start, other.start);
            int union = Math.max(end, other.end) - Math.min(start, other.start);
            return Math.max(0, common) / (double) union;
        }
    }

    /** Returns the counts of a sequence. */
    static SegmentCounts of(int[] wanted, int[] given) {
        var counts = new SegmentCounts();
        var targets = segments(wanted);
        var taken = new boolean[targets.size()];
        int first = 0; // of the true segments that a found one, or one after it, overlaps
        for (var segment : segments(given)) {
            while (targets.get(first).end() <= segment.start()) {
                first++;
            }
            int best = -1;
            for (int i = first; i < taken.length && targets.get(i).start() < segment.end(); i++) {
                boolean same = targets.get(i).label() == segment.label();
                boolean better =
                        best < 0
                                || segment.overlap(targets.get(i))
                                        > segment.overlap(targets.get(best));
                best = same && better ? i : best;
            }
            if (best >= 0 && !taken[best] && segment.overlap(targets.get(best)) >= 0.5) {
                taken[best] = true;
                counts.right++;
            }
            counts.found++;
        }
        counts.expected = targets.size();
        return counts;
    }

    private static List<Segment> segments(int[] labels) {
        var segments = new ArrayList<Segment>();
        int start = 0;
        for (int t = 1; t <= labels.length; t++) {
            if (t == labels.length || labels[t] != labels[start]) {
                segments.add(new Segment(labels[start], start, t));
                start = t;
            }
        }
        return segments;
    }

    void add(SegmentCounts other) {
        expected += other.expected;
        found += other.found;
        right += other.right;
    }

    long expected() {
        return expected;
    }

    long found() {
        return found;
    }

    long right() {
        return right;
    }

    /** Returns the harmonic mean of precision and recall; 0 if nothing is right. */
    double f1() {
        return right == 0 ? 0 : 2.0 * right / (expected + found);
    }
}
