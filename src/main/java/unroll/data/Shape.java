package unroll.data;

import java.io.Serializable;
import unroll.nn.Form;

/**
 * What examples hold, the same for all of a shard. A plain class, since Kryo cannot read records.
 */
public final class Shape implements Serializable {
    /** Words with one class a sequence. */
    public static final Shape WORDS_TO_CLASS = new Shape(0, 0, Goal.SEQUENCE);

    private final int inputs;
    private final int values;
    private final Goal goal;

    /**
     * @param inputs width of a step's vector; 0 where a step is a word
     * @param values width of a target vector; 0 where a target is a class. Not asked for with
     *     {@link Goal#NEXT}: there a target is what a step is
     */
    public Shape(int inputs, int values, Goal goal) {
        this.inputs = inputs;
        this.values = goal == Goal.NEXT ? inputs : values;
        this.goal = goal;
    }

    public int inputs() {
        return inputs;
    }

    public int values() {
        return values;
    }

    public Goal goal() {
        return goal;
    }

    /** The same without targets, every step an input: what is to be scored. */
    public Shape open() {
        return goal == Goal.NEXT ? new Shape(inputs, values, Goal.STEP) : this;
    }

    /** Of batches of such examples. */
    public Form form() {
        var targets =
                switch (goal) {
                    case SEQUENCE -> Form.Targets.ONE;
                    case STEP, NEXT -> Form.Targets.EACH_STEP;
                    case LABELS -> Form.Targets.LABELS;
                };
        return new Form(inputs, values, targets);
    }
}
