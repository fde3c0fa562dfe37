package unroll.data;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import unroll.nn.batch.Spelling;

/** A fixed, numbered part of the examples, in blocks; examples are counted through all of them. */
public final class Shard implements Serializable {
    private final int number;
    private final Block[] blocks;
    private final int[] firsts; // [blocks + 1], number of each block's first example
    private final long tokens;
    private final Spelling spelling;

    /**
     * @param blocks in order, possibly none
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

    /** How its words are spelt. */
    public Spelling spelling() {
        return spelling;
    }

    public int examples() {
        return firsts[blocks.length];
    }

    public long tokens() {
        return tokens;
    }

    /** How many distinct words occur; 0 where steps are vectors. */
    public int distinctWords() {
        var words = new BitSet();
        for (var block : blocks) {
            block.mark(words);
        }
        return words.cardinality();
    }

    /** Steps of an example's source that a network reads. */
    public int length(int example) {
        int block = blockOf(example);
        return blocks[block].length(example - firsts[block]);
    }

    /** Rows that an example needs in each stream of a batch that layers read. */
    int rows(int example) {
        int block = blockOf(example);
        return blocks[block].rows(example - firsts[block]);
    }

    /** Elements of an example's target, if it has a length of its own; else 0. */
    int targetLength(int example) {
        int block = blockOf(example);
        return blocks[block].targetLength(example - firsts[block]);
    }

    /** Word id of an example at a position. */
    public int token(int example, int position) {
        int block = blockOf(example);
        return blocks[block].token(example - firsts[block], position);
    }

    /** Class of an example, -1 where there is none. */
    public int target(int example) {
        int block = blockOf(example);
        return blocks[block].target(example - firsts[block]);
    }

    /** Labels of an example; none where it has one class, or values. */
    public int[] labels(int example) {
        int block = blockOf(example);
        return blocks[block].labels(example - firsts[block]);
    }

    /** Target values of an example. */
    public float[] values(int example) {
        int block = blockOf(example);
        return blocks[block].values(example - firsts[block]);
    }

    /** Which block holds an example; {@link #block} and {@link #first} give the rest. */
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

    /** Number of a block's first example. */
    int first(int block) {
        return firsts[block];
    }
}
