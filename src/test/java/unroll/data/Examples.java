package unroll.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import unroll.nn.batch.Batch;

/** Random examples, and batches read back into them. */
final class Examples {
    private Examples() {}

    /** Examples whose first token is their number, so that each can be told from all others. */
    static List<Example> random(int count, int longest, long seed) {
        var random = new Random(seed);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < count; i++) {
            // Skewed like real texts: many short ones, few long ones.
            int length = 1 + (int) (longest * Math.pow(random.nextDouble(), 3));
            var ids = new int[length];
            ids[0] = i;
            for (int t = 1; t < length; t++) {
                ids[t] = random.nextInt(30_000);
            }
            examples.add(new Example(ids, random.nextInt(5)));
        }
        return examples;
    }

    static Shard shard(List<Example> examples) {
        return new Shard(3, listOf(examples));
    }

    static List<Block> listOf(List<Example> examples) {
        var blocks = new ArrayList<Block>();
        BlockBuilder.blocks(examples.iterator()).forEachRemaining(blocks::add);
        return blocks;
    }

    /** A shard with a block for every so many examples. */
    static Shard shard(List<Example> examples, int perBlock) {
        var blocks = new ArrayList<Block>();
        for (int from = 0; from < examples.size(); from += perBlock) {
            var builder = new BlockBuilder();
            for (Example e : examples.subList(from, Math.min(examples.size(), from + perBlock))) {
                builder.add(e.ids(), e.target());
            }
            blocks.add(builder.build());
        }
        return new Shard(3, blocks);
    }

    /** The ids of one sequence of a packed batch. */
    static int[] sequence(Batch batch, int b) {
        var ids = new int[batch.packing().length(b)];
        for (int t = 0; t < ids.length; t++) {
            ids[t] = batch.source().ids()[batch.packing().row(t, b)];
        }
        return ids;
    }
}
