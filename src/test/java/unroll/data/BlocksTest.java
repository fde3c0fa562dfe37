package unroll.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.nn.batch.Batch;

class BlocksTest {
    @Test
    void shardGivesBackEveryExampleInOrder() {
        var examples = Examples.random(2000, 400, 1);
        var shard = Examples.shard(examples);
        assertEquals(2000, shard.examples());
        assertEquals(examples.stream().mapToLong(e -> e.ids().length).sum(), shard.tokens());
        for (int i = 0; i < 2000; i++) {
            int block = shard.blockOf(i);
            int[] ids = examples.get(i).ids();
            assertEquals(ids.length, shard.length(i));
            assertEquals(examples.get(i).target(), shard.target(i));
            var read = new int[ids.length];
            for (int t = 0; t < read.length; t++) {
                read[t] = shard.block(block).token(i - shard.first(block), t);
            }
            assertArrayEquals(ids, read);
        }
    }

    @Test
    void labelsComeBackFromShardsAndBatches() {
        var schema = new Schema(Field.words(), Field.labels(Field.Length.OWN));
        var random = new Random(4);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 300; i++) {
            var ids = random.ints(1 + random.nextInt(9), 0, 50).toArray();
            var labels = random.ints(random.nextInt(20), 0, 5).toArray(); // more than steps, too
            examples.add(Example.words(ids).withLabels(labels));
        }
        var blocks = new BlockBuilder(schema);
        var two = new ArrayList<Block>();
        for (int i = 0; i < 300; i++) {
            blocks.add(examples.get(i));
            if (i == 120 || i == 299) {
                two.add(blocks.build());
            }
        }
        var shard = new Shard(0, two);
        var batch = schema.batch(7, 40);
        var plan = Batcher.plan(shard, 7, 40, 3);
        int seen = 0;
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            for (int b = 0; b < batch.packing().sequences(); b++) {
                int example = batch.numbers()[b];
                int[] labels = examples.get(example).classes();
                var target = batch.target();
                int place = target.packing().place(batch.packing().example(b));
                assertArrayEquals(labels, target.packing().rows(target.ids(), place));
                assertArrayEquals(labels, shard.labels(example));
                seen++;
            }
        }
        assertEquals(300, seen);
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE", "OWN"})
    void secondTargetsComeBackInBatches(Field.Length length) {
        var schema =
                new Schema(Field.words(), Field.labels(Field.Length.AS_SOURCE))
                        .withSecond(Field.labels(length));
        var random = new Random(6);
        var blocks = new BlockBuilder(schema);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < 90; i++) {
            int steps = 1 + random.nextInt(9);
            int count = length == Field.Length.ONE ? 1 : random.nextInt(20);
            examples.add(
                    Example.words(new int[steps])
                            .withLabels(random.ints(steps, 0, 5).toArray())
                            .withSecond(random.ints(count, -1, 5).toArray()));
            blocks.add(examples.get(i));
        }
        var batch = schema.batch(7, 40);
        var plan = Batcher.plan(new Shard(0, List.of(blocks.build())), 7, 40, 3);
        int seen = 0;
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            var packing = batch.packing();
            for (int b = 0; b < packing.sequences(); b++) {
                int number = packing.example(b);
                var example = examples.get(batch.numbers()[number]);
                assertArrayEquals(example.classes(), packing.rows(batch.target().ids(), b));
                var second = batch.stream(Batch.SECOND);
                int place = second.packing().place(number);
                assertArrayEquals(example.second(), second.packing().rows(second.ids(), place));
                seen++;
            }
        }
        assertEquals(90, seen);
    }

    /** Vectors to words, neither in the other's order, both within the rows of a batch. */
    @Test
    void targetsThatLayersReadCountAsRows() {
        var target = Field.words();
        var blocks = new BlockBuilder(new Schema(Field.steps(2), target));
        var random = new Random(5);
        for (int i = 0; i < 200; i++) {
            var vectors = new float[2 * (1 + random.nextInt(9))];
            Arrays.fill(vectors, i);
            var words = new int[random.nextInt(20)];
            Arrays.fill(words, i);
            blocks.add(Example.vectors(vectors).withLabels(words));
        }
        var shard = new Shard(0, List.of(blocks.build()));
        var batch = new Schema(Field.steps(2), target).batch(6, 40);
        var plan = Batcher.plan(shard, 6, 40, 3);
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            for (var stream : List.of(batch.source(), batch.target())) {
                var packing = stream.packing();
                assertTrue(packing.rows() <= 40);
                for (int b = 0; b < packing.sequences(); b++) {
                    int number = batch.numbers()[packing.example(b)];
                    for (int t = 0; t < packing.length(b); t++) {
                        int row = packing.row(t, b);
                        float value =
                                stream.width() == 0
                                        ? stream.ids()[row]
                                        : stream.values()[2 * row + 1];
                        assertEquals(number, value);
                    }
                }
            }
        }
    }

    @Test
    void blocksAreFullButNeverTooLong() {
        List<Block> blocks = Examples.listOf(Examples.random(2000, 400, 2));
        assertTrue(blocks.size() > 2);
        for (Block block : blocks.subList(0, blocks.size() - 1)) {
            assertTrue(
                    block.tokens() <= BlockBuilder.TOKENS
                            && block.tokens() > BlockBuilder.TOKENS - 401);
        }
    }

    @Test
    void longerExampleMakesItsOwnBlock() {
        var examples =
                List.of(
                        new Example(new int[10], 0),
                        new Example(new int[BlockBuilder.TOKENS + 1], 1),
                        new Example(new int[10], 2));
        List<Block> blocks = Examples.listOf(examples);
        assertEquals(
                List.of(10, BlockBuilder.TOKENS + 1, 10),
                blocks.stream().map(Block::tokens).toList());
    }

    @Test
    void noExamplesGiveNoBlocksAndAnEmptyShard() {
        assertFalse(BlockBuilder.blocks(List.<Example>of().iterator()).hasNext());
        var shard = new Shard(0, List.of());
        assertEquals(0, shard.examples());
        assertEquals(0, shard.tokens());
        assertEquals(0, Batcher.plan(shard, 4, 100, 1).batches());
        assertEquals(0, Batcher.inOrder(shard, 4, 100).batches());
    }

    @Test
    void emptyBlocksBetweenOthersAreHarmless() {
        var empty = new BlockBuilder().build();
        var one = new BlockBuilder();
        one.add(new int[] {7}, 1);
        var two = new BlockBuilder();
        two.add(new int[] {8, 9}, 0);
        var shard = new Shard(0, List.of(empty, one.build(), empty, two.build(), empty));
        assertEquals(1, shard.length(0));
        assertEquals(2, shard.length(1));
    }

    @Test
    void exampleWithoutTokensIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BlockBuilder().add(new int[0], 1));
    }
}
