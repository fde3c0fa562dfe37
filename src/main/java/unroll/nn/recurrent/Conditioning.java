package unroll.nn.recurrent;

import java.util.List;
import java.util.Optional;

/**
 * The inputs of a recurrent direction from other chains of its network.
 *
 * @param initialState name of the chain whose output is the state before the first step; one row an
 *     example, of the fed back state [width] and then the cell states [cell states, units]. Without
 *     a chain the state is zero
 * @param inputs computed at each step
 * @param shown whether these inputs are output too, after the state
 * @param output in place of the state, and the last input of each next step
 */
public record Conditioning(
        Optional<String> initialState,
        List<StepInput> inputs,
        boolean shown,
        Optional<StepOutput> output) {
    /** A state of zeros, and no inputs besides the layer's own. */
    public static final Conditioning NONE = new Conditioning(Optional.empty(), List.of(), false);

    public Conditioning {
        inputs = List.copyOf(inputs);
        if (shown && output.isPresent()) {
            throw new IllegalArgumentException(
                    "expected inputs to be output, or a vector in place of the state, got both");
        }
    }

    /** Without an output in place of the state. */
    public Conditioning(Optional<String> initialState, List<StepInput> inputs, boolean shown) {
        this(initialState, inputs, shown, Optional.empty());
    }

    /** Returns whether something is computed at each step. */
    boolean steps() {
        return !inputs.isEmpty() || output.isPresent();
    }

    /** Returns the columns of the inputs that are output. */
    int shownColumns() {
        return shown ? inputs.stream().mapToInt(StepInput::columns).sum() : 0;
    }
}
