package unroll.task.decoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import unroll.conf.task.DecoderConf;

/** The hypotheses of one source. Each that has ended makes the beam narrower by one. */
public final class Beam {
    private final double penalty;
    private final int width;
    private final int most;
    private final List<Hypothesis> ended = new ArrayList<>();
    private final List<Hypothesis> cut = new ArrayList<>();
    private List<Hypothesis> going;

    /**
     * @param most words of a text, with the mark at its end; at least one
     * @param start the empty text
     */
    public Beam(DecoderConf conf, int most, Hypothesis start) {
        penalty = conf.lengthPenalty();
        width = conf.beam();
        this.most = most;
        going = List.of(start);
    }

    /** Returns the hypotheses that are to be continued; none if the search is over. */
    List<Hypothesis> going() {
        return going;
    }

    /** Returns how many hypotheses may be continued. */
    int width() {
        return width - ended.size();
    }

    /**
     * Puts longer hypotheses in the place of those that go on.
     *
     * @param next at most {@link #width}, best first
     */
    void set(List<Hypothesis> next) {
        going = new ArrayList<>();
        for (var hypothesis : next) {
            if (hypothesis.ended()) {
                ended.add(hypothesis);
            } else {
                (hypothesis.length() < most ? going : cut).add(hypothesis);
            }
        }
        if (!ended.isEmpty()) {
            double best = best().score(penalty);
            // Probabilities only fall, so that no continuation has a higher score than this.
            if (going.stream().allMatch(one -> one.score(penalty, most) <= best)) {
                going = List.of();
            }
        }
    }

    /** Returns the best text: one that has ended, if any has; the first of equally good ones. */
    Hypothesis best() {
        return best(1).get(0);
    }

    /** Returns the best texts, best first: of those that have ended, if any has. */
    public List<Hypothesis> best(int count) {
        return (ended.isEmpty() ? cut : ended)
                .stream()
                        .sorted(Comparator.comparingDouble(one -> -one.score(penalty)))
                        .limit(count)
                        .toList();
    }
}
