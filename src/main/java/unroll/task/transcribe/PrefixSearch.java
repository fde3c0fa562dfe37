package unroll.task.transcribe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import unroll.math.LogSpace;

/**
 * Searches for the most probable labels of a sequence: of all beginnings the most probable ones are
 * continued at each step, with the probability of all alignments that yield them (prefix beam
 * search, Hannun et al. 2014, without a language model). Of equally probable ones that which was
 * found first comes first.
 */
final class PrefixSearch {
    private static final Comparator<Prefix> BEST_FIRST =
            Comparator.comparingDouble(prefix -> -prefix.all());

    private final int labels;
    private final int width;
    private final double[] logs; // [labels + 1]: log-probabilities of a step, the blank last

    /**
     * @param labels number of different labels
     * @param width number of beginnings that are continued
     */
    PrefixSearch(int labels, int width) {
        this.labels = labels;
        this.width = width;
        logs = new double[labels + 1];
    }

    /**
     * Returns the most probable labels.
     *
     * @param logits [steps, labels + 1], the blank last
     */
    int[] best(float[] logits) {
        var empty = new Prefix(null, -1);
        empty.blank = 0;
        var beam = List.of(empty);
        for (int at = 0; at < logits.length; at += logs.length) {
            normalize(logits, at);
            beam = continued(beam, at);
        }
        return beam.get(0).labels();
    }

    private void normalize(float[] logits, int at) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logs.length; k++) {
            largest = Math.max(largest, logits[at + k]);
        }
        double sum = 0;
        for (int k = 0; k < logs.length; k++) {
            sum += StrictMath.exp(logits[at + k] - largest);
        }
        double norm = largest + StrictMath.log(sum);
        for (int k = 0; k < logs.length; k++) {
            logs[k] = logits[at + k] - norm;
        }
    }

    /**
     * @param beam best first
     * @param step a number that no other step has
     */
    private List<Prefix> continued(List<Prefix> beam, int step) {
        var next = new ArrayList<Prefix>();
        var candidates = candidates(beam);
        for (var prefix : beam) {
            var same = prefix.at(step, next);
            same.nextBlank = LogSpace.add(same.nextBlank, prefix.all() + logs[labels]);
            if (prefix.before != null) {
                same.nextLabel = LogSpace.add(same.nextLabel, prefix.label + logs[prefix.last]);
            }
            for (int label : candidates) {
                // A label twice in a row is one label unless a blank stands between.
                double from = label == prefix.last ? prefix.blank : prefix.all();
                var longer = prefix.with(label).at(step, next);
                longer.nextLabel = LogSpace.add(longer.nextLabel, from + logs[label]);
            }
        }
        next.forEach(Prefix::advance);
        next.sort(BEST_FIRST);
        return List.copyOf(next.subList(0, Math.min(width, next.size())));
    }

    /**
     * Returns the labels that may follow: the most probable ones, one more than the beam is wide,
     * since one may be that before; a prefix with any other is less probable than that with each of
     * them, unless it is in the beam itself.
     */
    private int[] candidates(List<Prefix> beam) {
        int most = Math.min(labels, width + 1);
        var best = new int[most]; // falling probabilities
        int count = 0;
        for (int label = 0; label < labels; label++) {
            boolean full = count == most;
            if (full && logs[label] <= logs[best[most - 1]]) {
                continue;
            }
            int place = full ? most - 1 : count++;
            for (; place > 0 && logs[best[place - 1]] < logs[label]; place--) {
                best[place] = best[place - 1];
            }
            best[place] = label;
        }
        var all = new TreeSet<Integer>();
        Arrays.stream(best).forEach(all::add);
        beam.stream().filter(prefix -> prefix.before != null).forEach(p -> all.add(p.last));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The first labels of a sequence, with the log-probabilities of the steps so far. */
    private static final class Prefix {
        final Prefix before; // null for no labels
        final int last;
        private final Map<Integer, Prefix> longer = new HashMap<>(); // by their last label
        double blank = LogSpace.ZERO; // of alignments that end in a blank
        double label = LogSpace.ZERO; // of alignments that end in the last label
        double nextBlank;
        double nextLabel;
        private int step = -1; // for which the next ones are computed

        Prefix(Prefix before, int last) {
            this.before = before;
            this.last = last;
        }

        double all() {
            return LogSpace.add(blank, label);
        }

        Prefix with(int more) {
            return longer.computeIfAbsent(more, last -> new Prefix(this, last));
        }

        /** Returns this, added to those of a step if it is not among them. */
        Prefix at(int now, List<Prefix> next) {
            if (step != now) {
                step = now;
                nextBlank = LogSpace.ZERO;
                nextLabel = LogSpace.ZERO;
                next.add(this);
            }
            return this;
        }

        void advance() {
            blank = nextBlank;
            label = nextLabel;
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
}
