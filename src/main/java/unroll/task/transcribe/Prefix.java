package unroll.task.transcribe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import unroll.math.LogSpace;

/**
 * The first labels of a sequence, with the log-probabilities of all alignments that yield them in
 * the steps so far.
 */
final class Prefix {
    final Prefix before; // null for no labels
    final int last;
    double blank = LogSpace.ZERO; // of alignments that end in a blank
    double label = LogSpace.ZERO; // of alignments that end in the last label
    double nextBlank;
    double nextLabel;
    double score; // of both, with the prior
    double[] next; // [labels], what the prior adds for a label after it; null until it is read
    double end; // what the prior adds if it is the whole sequence
    int place; // in the prior's batch
    private final double prior; // what the prior has added for its labels
    private final Map<Integer, Prefix> longer = new HashMap<>(); // by their last label
    private int step = -1; // for which the next ones are computed
    private boolean going = true; // whether it is to be continued

    private Prefix(Prefix before, int last, double prior) {
        this.before = before;
        this.last = last;
        this.prior = prior;
    }

    /** Returns the empty prefix of a sequence without steps. */
    static Prefix empty() {
        var empty = new Prefix(null, -1, 0);
        empty.blank = 0;
        empty.score = empty.all();
        return empty;
    }

    double all() {
        return LogSpace.add(blank, label);
    }

    /** Returns this with one label more. */
    Prefix with(int more) {
        return longer.computeIfAbsent(more, label -> new Prefix(this, label, prior + next[label]));
    }

    /** Returns this, added to those of a step if it is not among them. */
    Prefix at(int now, List<Prefix> among) {
        if (step != now) {
            step = now;
            nextBlank = LogSpace.ZERO;
            nextLabel = LogSpace.ZERO;
            among.add(this);
        }
        return this;
    }

    void advance() {
        blank = nextBlank;
        label = nextLabel;
        score = all() + prior;
        going = true;
    }

    /**
     * Ends its continuation. Prefixes that lead to none that goes on are forgotten, since a long
     * sequence has many.
     */
    void drop() {
        going = false;
        next = null;
        for (var at = this; at.before != null && at.forgettable(); at = at.before) {
            at.before.longer.remove(at.last);
        }
    }

    private boolean forgettable() {
        return !going && longer.isEmpty();
    }

    int[] labels() {
        int length = 0;
        for (var at = this; at.before != null; at = at.before) {
            length++;
        }
        var labels = new int[length];
        for (var at = this; at.before != null; at = at.before) {
            labels[--length] = at.last;
        }
        return labels;
    }
}
