package unroll.task.transcribe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import unroll.math.LogSpace;

/**
 * Searches for the most probable labels of sequences: of all beginnings the most probable ones are
 * continued at each step, with the probability of all alignments that yield them (prefix beam
 * search, Hannun et al. 2014). A {@link LabelPrior} may prefer some labels to others:
 *
 * <pre>
 * score(l) = log p(l) + sum over its labels of what the prior adds after those before
 *                     + what it adds for the end of the sequence
 * </pre>
 *
 * <p>The prior is only added, never part of an alignment's probability, so that it is the same
 * however a prefix was reached. All sequences are searched side by side, a step at a time. Of
 * equally good labels those that were found first come first.
 */
final class PrefixSearch implements LabelSearch {
    private static final Comparator<Prefix> BEST_FIRST =
            Comparator.comparingDouble(prefix -> -prefix.score);

    /** Prefixes that are continued side by side, at most, unless one sequence has more. */
    private static final int PREFIXES = 1024;

    private final int labels;
    private final int width;
    private final LabelPrior prior;
    private final double[] logs; // [labels + 1]: log-probabilities of a step, the blank last

    /**
     * @param labels number of different labels
     * @param width number of beginnings of a sequence that are continued
     */
    PrefixSearch(int labels, int width, LabelPrior prior) {
        this.labels = labels;
        this.width = width;
        this.prior = prior;
        logs = new double[labels + 1];
    }

    @Override
    public List<Found> find(List<float[]> logits) {
        int together = Math.max(1, PREFIXES / width);
        var found = new ArrayList<Found>();
        for (int from = 0; from < logits.size(); from += together) {
            int to = Math.min(from + together, logits.size());
            found.addAll(search(logits.subList(from, to)));
        }
        return found;
    }

    private List<Found> search(List<float[]> logits) {
        var empty = Stream.generate(Prefix::empty).limit(logits.size()).toList();
        var beams = new ArrayList<List<Prefix>>();
        empty.forEach(prefix -> beams.add(List.of(prefix)));
        prior.begin(empty, logits.size() * width);
        var going = new ArrayList<Prefix>();
        for (int at = 0; ; at += logs.length) {
            going.clear();
            for (int i = 0; i < beams.size(); i++) {
                if (at < logits.get(i).length) {
                    normalize(logits.get(i), at);
                    beams.set(i, continued(beams.get(i), at));
                    going.addAll(beams.get(i));
                }
            }
            if (going.isEmpty()) {
                return beams.stream().map(PrefixSearch::best).toList();
            }
            prior.read(going);
        }
    }

    /** Returns the labels that are best as a whole sequence. */
    private static Found best(List<Prefix> beam) {
        var best =
                beam.stream()
                        .min(Comparator.comparingDouble(prefix -> -(prefix.score + prefix.end)))
                        .orElseThrow();
        return new Found(best.labels(), best.all());
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
        double[] added = null;
        int[] candidates = {};
        for (var prefix : beam) {
            if (prefix.next != added) { // all have the same where labels are equal
                added = prefix.next;
                candidates = candidates(beam, added);
            }
            double all = prefix.all();
            var same = prefix.at(step, next);
            same.nextBlank = LogSpace.add(same.nextBlank, all + logs[labels]);
            if (prefix.before != null) {
                same.nextLabel = LogSpace.add(same.nextLabel, prefix.label + logs[prefix.last]);
            }
            for (int label : candidates) {
                // A label twice in a row is one label unless a blank stands between.
                double from = label == prefix.last ? prefix.blank : all;
                var longer = prefix.with(label).at(step, next);
                longer.nextLabel = LogSpace.add(longer.nextLabel, from + logs[label]);
            }
        }
        next.forEach(Prefix::advance);
        next.sort(BEST_FIRST);
        int kept = Math.min(width, next.size());
        next.subList(kept, next.size()).forEach(Prefix::drop);
        return List.copyOf(next.subList(0, kept));
    }

    /**
     * Returns the labels that may follow: the best ones, one more than the beam is wide, since one
     * may be that before; a prefix with any other is worse than that with each of them, unless it
     * is in the beam itself.
     *
     * @param added for each label by the prior
     */
    private int[] candidates(List<Prefix> beam, double[] added) {
        int most = Math.min(labels, width + 1);
        var best = new int[most]; // falling scores
        int count = 0;
        for (int label = 0; label < labels; label++) {
            double score = logs[label] + added[label];
            boolean full = count == most;
            if (full && score <= logs[best[most - 1]] + added[best[most - 1]]) {
                continue;
            }
            int place = full ? most - 1 : count++;
            for (; place > 0 && logs[best[place - 1]] + added[best[place - 1]] < score; place--) {
                best[place] = best[place - 1];
            }
            best[place] = label;
        }
        var all = new TreeSet<Integer>();
        Arrays.stream(best).forEach(all::add);
        beam.stream().filter(prefix -> prefix.before != null).forEach(p -> all.add(p.last));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
