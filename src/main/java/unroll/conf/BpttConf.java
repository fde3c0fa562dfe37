package unroll.conf;

import java.io.Serializable;

/**
 * How far back gradients go.
 *
 * @param steps steps of a window: the state is carried from one to the next, the gradient is not; 0
 *     is the whole sequence
 * @param warm steps before a worker's first window over which it computes the state again
 */
public record BpttConf(int steps, int warm) implements Serializable {
    /** Whether gradients end before the sequence does. */
    public boolean truncated() {
        return steps > 0;
    }
}
