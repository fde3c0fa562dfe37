package unroll.data;

import java.io.Serializable;

/**
 * Some examples in primitive arrays: what is cached, spilled and read. A plain class, since Kryo
 * cannot read records.
 */
public final class Block implements Serializable {
    private final int[] tokens; // ids of all examples, one after the other
    private final int[] starts; // [examples + 1]
    private final int[] targets; // [examples]

    public Block(int[] tokens, int[] starts, int[] targets) {
        this.tokens = tokens;
        this.starts = starts;
        this.targets = targets;
    }

    public int examples() {
        return targets.length;
    }

    public int tokens() {
        return tokens.length;
    }

    public int length(int example) {
        return starts[example + 1] - starts[example];
    }

    public int token(int example, int position) {
        return tokens[starts[example] + position];
    }

    public int target(int example) {
        return targets[example];
    }
}
