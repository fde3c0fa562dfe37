package unroll.task.parse;

import java.io.Serializable;
import java.util.Set;
import unroll.text.tree.LinearTree.Span;

/** The brackets of true and of found trees, and those that both have. */
final class BracketCounts implements Serializable {
    private long wanted;
    private long written;
    private long common;

    /** Adds the brackets of a true tree and of a found one. */
    void add(Set<Span> truth, Set<Span> found) {
        wanted += truth.size();
        written += found.size();
        common += found.stream().filter(truth::contains).count();
    }

    void add(BracketCounts other) {
        wanted += other.wanted;
        written += other.written;
        common += other.common;
    }

    /** Returns the harmonic mean of precision and recall; 0 without brackets. */
    double f1() {
        return 2.0 * common / Math.max(1, wanted + written);
    }
}
