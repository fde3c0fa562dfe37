package unroll.data;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import unroll.nn.batch.Spelling;

/** A fixed, numbered part of the examples, in blocks; examples are numbered across blocks. */
public final class Shard implements Serializable {
    private final int number;
    private final Block[] blocks;
    private final int[] firsts; // [blocks + 1], number of each block's first example
    private final long tokens;
    private final Spelling spelling;

    /**
     * @param blocks in order; may be empty
     */
    public Shard(int number, List<Block> blocks) {
        this(number, blocks, Spelling.NONE);
    }

    /**
     * @param spelling of the words in the blocks
     */
    public Shard(int number, List<Block> blocks, Spelling spelling) {
        this.number = number;
        this.spelling = spelling;
        this.blocks = blocks.toArray(new Block[0]);
        firsts = new int[this.blocks.length + 1];
        long sum = 0;
        for (int i = 0; i < this.blocks.length; i++) {
            firsts[i + 1] = Math.addExact(firsts[i], this.blocks[i].examples());
            sum += this.blocks[i].tokens();
        }
        tokens = sum;
    }

    public int number() {
        return number;
    }

    /** Returns the spelling of its words. */
    public Spelling spelling() {
        return spelling;
    }

    public int examples() {
        return firsts[blocks.length];
    }

    public long tokens() {
        return tokens;
    }

    /** Returns the number of distinct words of the sources; 0 for vectors. */
    public int distinctWords() {
        var words = new BitSet();
        for (var block : blocks) {
            block.mark(words);
        }
        return words.cardinality();
    }

    /** Returns the number of steps of an example's source that a network reads. */
    public int length(int example) {
        int block = blockOf(example);
        return blocks[block].length(example - firsts[block]);
    }

    /** Returns the rows that an example needs in each stream of a batch that layers read. */
    public int rows(int example) {
        int block = blockOf(example);
        return blocks[block].rows(example - firsts[block]);
    }

    /** Returns the length of an example's target with a length of its own; else 0. */
    int targetLength(int example) {
        int block = blockOf(example);
        return blocks[block].targetLength(example - firsts[block]);
    }

    /** Returns the length of an example's second target; 0 without one. */
    int secondLength(int example) {
        int block = blockOf(example);
        return blocks[block].secondLength(example - firsts[block]);
    }

    /** Returns the word id of an example at a position. */
    public int token(int example, int position) {
        int block = blockOf(example);
        return blocks[block].token(example - firsts[block], position);
    }

    /** Returns the class of an example, -1 if it is missing. */
    public int target(int example) {
        int block = blockOf(example);
        return blocks[block].target(example - firsts[block]);
    }

    /** Returns the labels of an example; empty for other targets. */
    public int[] labels(int example) {
        int block = blockOf(example);
        return blocks[block].labels(example - firsts[block]);
    }

    /** Returns the target values of an example, [elements, width]. */
    public float[] values(int example) {
        int block = blockOf(example);
        return blocks[block].values(example - firsts[block]);
    }

    /** Returns the number of the block that holds an example. */
    int blockOf(int example) {
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firsts[middle] <= example) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    Block block(int block) {
        return blocks[block];
    }

    /** Returns the number of a block's first example. */
    int first(int block) {
        return firsts[block];
    }
}
