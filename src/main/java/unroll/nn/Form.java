package unroll.nn;

import java.io.Serializable;

/**
 * What a batch holds besides its packing; the same for all batches of a network.
 *
 * @param inputs width of a step's vector; 0 where a step is a word
 * @param values width of a target vector; 0 where a target is a class
 * @param targets how many a sequence has
 */
public record Form(int inputs, int values, Targets targets) implements Serializable {
    /** Words in, one class a sequence. */
    public static final Form WORDS_TO_CLASS = new Form(0, 0, Targets.ONE);

    /** How many targets a sequence has. */
    public enum Targets {
        /** One. */
        ONE,
        /** One a step. */
        EACH_STEP,
        /** As many classes as it has, in order, but not at certain steps. */
        LABELS
    }

    /** Whether there is a target at every step. */
    public boolean steps() {
        return targets == Targets.EACH_STEP;
    }

    /** Whether a network's scores are of steps, not of whole sequences. */
    public boolean scoresSteps() {
        return targets != Targets.ONE;
    }

    /** Whether a step is a word. */
    public boolean words() {
        return inputs == 0;
    }

    /** Whether a target is a class. */
    public boolean classes() {
        return values == 0;
    }
}
