package unroll.nn;

import java.io.Serializable;

/**
 * What a batch holds besides its packing; the same for all batches of a network.
 *
 * @param inputs width of a step's vector; 0 where a step is a word
 * @param values width of a target vector; 0 where a target is a class
 * @param steps whether there is a target at every step, not one a sequence
 */
public record Form(int inputs, int values, boolean steps) implements Serializable {
    /** Words in, one class a sequence. */
    public static final Form WORDS_TO_CLASS = new Form(0, 0, false);

    /** Whether a step is a word. */
    public boolean words() {
        return inputs == 0;
    }

    /** Whether a target is a class. */
    public boolean classes() {
        return values == 0;
    }
}
