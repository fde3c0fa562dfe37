package unroll.task.tag;

import java.io.Serializable;
import unroll.encode.TagIds;
import unroll.measure.PrecisionRecall;
import unroll.text.TagName.Place;

/**
 * Counts spans by type, by the rules of the CoNLL shared tasks' {@code conlleval} (Tjong Kim Sang
 * and Buchholz 2000), with those of its Python version for {@code E} and {@code S}. They read any
 * sequence of tags, well-formed or not: a span also begins where a tag continues none, and ends
 * where the type changes. A found span is right if a true one has the same steps and type.
 */
final class SpanCounts implements Serializable {
    private final TagIds tags;
    private final long[] expected; // [types + 1], the last for types that are not known
    private final long[] found;
    private final long[] right;

    SpanCounts(TagIds tags) {
        this.tags = tags;
        int types = tags.types().size() + 1;
        expected = new long[types];
        found = new long[types];
        right = new long[types];
    }

    /** Counts the spans of a sequence. */
    void add(int[] wanted, int[] given) {
        boolean agree = false; // whether spans began together, with one type, and go on
        for (int t = 0; t <= wanted.length; t++) {
            boolean wantedEnds = ends(wanted, t);
            boolean givenEnds = ends(given, t);
            if (agree && wantedEnds && givenEnds) {
                right[row(wanted, t - 1)]++;
            }
            agree &= !wantedEnds && !givenEnds;
            boolean wantedStarts = starts(wanted, t);
            boolean givenStarts = starts(given, t);
            expected[row(wanted, t)] += wantedStarts ? 1 : 0;
            found[row(given, t)] += givenStarts ? 1 : 0;
            agree |= wantedStarts && givenStarts && type(wanted, t) == type(given, t);
        }
    }

    void add(SpanCounts other) {
        for (int i = 0; i < right.length; i++) {
            expected[i] += other.expected[i];
            found[i] += other.found[i];
            right[i] += other.right[i];
        }
    }

    private Place place(int[] of, int t) {
        return t < 0 || t == of.length ? Place.OUTSIDE : tags.place(of[t]);
    }

    private int type(int[] of, int t) {
        return t < 0 || t == of.length ? 0 : tags.type(of[t]);
    }

    private int row(int[] of, int t) {
        return Math.min(type(of, t), right.length - 1);
    }

    /** Returns whether a span ends before a step. */
    private boolean ends(int[] of, int t) {
        var now = place(of, t);
        return switch (place(of, t - 1)) {
            case OUTSIDE -> false;
            case END, SINGLE -> true;
            case BEGIN, INSIDE ->
                    now == Place.BEGIN
                            || now == Place.SINGLE
                            || now == Place.OUTSIDE
                            || type(of, t - 1) != type(of, t);
            case OTHER -> type(of, t - 1) != type(of, t);
        };
    }

    /** Returns whether a span starts at a step. */
    private boolean starts(int[] of, int t) {
        var before = place(of, t - 1);
        return switch (place(of, t)) {
            case OUTSIDE -> false;
            case BEGIN, SINGLE -> true;
            case INSIDE, END ->
                    before == Place.END
                            || before == Place.SINGLE
                            || before == Place.OUTSIDE
                            || type(of, t - 1) != type(of, t);
            case OTHER -> type(of, t - 1) != type(of, t);
        };
    }

    /** Returns how often a scheme does not allow what follows a tag, or the start. */
    int illFormed(TagScheme scheme, int... sequence) {
        int count = 0;
        for (int t = 0; t <= sequence.length; t++) {
            var before = place(sequence, t - 1);
            boolean open = before == Place.BEGIN || before == Place.INSIDE;
            boolean goesOn = open && type(sequence, t - 1) == type(sequence, t);
            count += scheme.allows(goesOn, open, place(sequence, t)) ? 0 : 1;
        }
        return count;
    }

    /** Returns the number of types: none, the known ones, and all that are not. */
    int types() {
        return right.length;
    }

    PrecisionRecall ofType(int type) {
        return new PrecisionRecall(expected[type], found[type], right[type]);
    }

    PrecisionRecall all() {
        var all = PrecisionRecall.NONE;
        for (int type = 0; type < types(); type++) {
            all = all.plus(ofType(type));
        }
        return all;
    }
}
