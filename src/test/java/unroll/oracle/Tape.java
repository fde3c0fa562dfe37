package unroll.oracle;

import java.util.ArrayList;
import java.util.List;

/** Every operation of one computation, in the order in which it was made. */
public final class Tape {
    private final List<Scalar> nodes = new ArrayList<>();

    /** A number that depends on nothing. */
    public Scalar leaf(double value) {
        return record(value, gradient -> {});
    }

    public Scalar[] leaves(double... values) {
        var leaves = new Scalar[values.length];
        for (int i = 0; i < values.length; i++) {
            leaves[i] = leaf(values[i]);
        }
        return leaves;
    }

    public Scalar[] zeros(int count) {
        return leaves(new double[count]);
    }

    Scalar record(double value, Scalar.Backward backward) {
        var node = new Scalar(this, value, backward);
        nodes.add(node);
        return node;
    }

    /**
     * Gives every number of this tape its derivative of {@code result}, and forgets those of an
     * earlier call.
     */
    public void differentiate(Scalar result) {
        for (var node : nodes) {
            node.forget();
        }
        result.begin();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).handOn();
        }
    }
}
