package unroll.nn.recurrent;

import java.util.List;
import java.util.Optional;

/**
 * The inputs of a recurrent direction from other chains of its network.
 *
 * @param initialState name of the chain whose output is the state before the first step; one row an
 *     example, of the fed back state [width] and then the memories [memories, units]. Without a
 *     chain the state is zero
 * @param inputs computed at each step
 * @param shown whether these inputs are output too, after the state
 */
public record Conditioning(Optional<String> initialState, List<StepInput> inputs, boolean shown) {
    /** A state of zeros, and no inputs besides the layer's own. */
    public static final Conditioning NONE = new Conditioning(Optional.empty(), List.of(), false);

    public Conditioning {
        inputs = List.copyOf(inputs);
    }

    /** Returns the columns of the inputs that are output. */
    int shownColumns() {
        return shown ? inputs.stream().mapToInt(StepInput::columns).sum() : 0;
    }
}
