package unroll.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Cut;

/**
 * What is read of a sequence that may be too long: its first and its last steps; all of a sequence
 * that has no more than both together.
 *
 * @param first number of first steps
 * @param last number of last steps
 */
public record Limit(int first, int last) implements Serializable {
    /** Leaves every sequence whole. */
    public static final Limit NONE = of(Cut.TAIL, Integer.MAX_VALUE);

    /** Returns the limit of the words of a text, or of their pieces. */
    public static Limit of(TextConf text) {
        return of(text.cut(), text.maxLength());
    }

    /**
     * Returns a limit.
     *
     * @param cut what is left out of a longer sequence
     * @param most maximum number of steps
     */
    public static Limit of(Cut cut, int most) {
        return switch (cut) {
            case TAIL -> new Limit(most, 0);
            case HEAD -> new Limit(0, most);
            case MIDDLE -> new Limit(most - most / 2, most / 2);
        };
    }

    /** Returns the maximum number of steps. */
    public int most() {
        return first + last;
    }

    /** Returns the limit of the same length that leaves out the tail. */
    public Limit ofTail() {
        return new Limit(most(), 0);
    }

    /** Returns whether a sequence of so many steps is cut. */
    public boolean cuts(int steps) {
        return steps > most();
    }

    /** Returns the steps that are read. */
    public <T> List<T> of(List<T> steps) {
        int count = steps.size();
        if (!cuts(count)) {
            return steps;
        }
        var kept = new ArrayList<>(steps.subList(0, first));
        kept.addAll(steps.subList(count - last, count));
        return kept;
    }

    /** Returns the steps that are read. */
    public int[] of(int... steps) {
        if (!cuts(steps.length)) {
            return steps;
        }
        int[] kept = Arrays.copyOf(steps, most());
        System.arraycopy(steps, steps.length - last, kept, first, last);
        return kept;
    }

    /**
     * Returns the numbers of the steps that are read.
     *
     * @param numbers [steps, width]
     */
    public double[] of(double[] numbers, int width) {
        if (width == 0 || !cuts(numbers.length / width)) {
            return numbers;
        }
        double[] kept = Arrays.copyOf(numbers, most() * width);
        System.arraycopy(numbers, numbers.length - last * width, kept, first * width, last * width);
        return kept;
    }
}
