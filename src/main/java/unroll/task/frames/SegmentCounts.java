package unroll.task.frames;

import java.util.ArrayList;
import java.util.List;
import unroll.measure.PrecisionRecall;

/**
 * Counts segments, the longest pieces of a sequence with one label (F1@50, Lea et al. 2017). A
 * found segment is right if the true segment with its label that it overlaps most has at least half
 * of their union in common with it, and no segment before was right by that one.
 */
final class SegmentCounts {
    private SegmentCounts() {}

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
    static PrecisionRecall of(int[] wanted, int[] given) {
        var targets = segments(wanted);
        var taken = new boolean[targets.size()];
        int right = 0;
        int first = 0; // of the true segments that a found one, or one after it, overlaps
        var found = segments(given);
        for (var segment : found) {
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
                right++;
            }
        }
        return new PrecisionRecall(targets.size(), found.size(), right);
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
}
