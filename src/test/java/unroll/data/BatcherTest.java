package unroll.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.math.Allocations;

class BatcherTest {
    /** Every batch of a plan, as the numbers of its examples. */
    private static List<List<Integer>> numbers(Batcher batcher, int maxSequences, int maxRows) {
        var batch = Schema.WORDS_TO_LABEL.batch(maxSequences, maxRows);
        var batches = new ArrayList<List<Integer>>();
        for (int i = 0; i < batcher.batches(); i++) {
            batcher.fill(i, batch);
            batches.add(
                    Arrays.stream(batch.numbers())
                            .limit(batch.packing().sequences())
                            .boxed()
                            .toList());
        }
        return batches;
    }

    /** Executors have the locale of their machines. */
    @Test
    void messagesHaveTheSameDigitsInEveryLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertNotEquals("12", "%d".formatted(12));
            var shard = Examples.shard(Examples.random(1, 40, 1), 500);
            int length = shard.length(0);
            var refused =
                    assertThrows(DataException.class, () -> Batcher.plan(shard, 1, length - 1, 1));
            assertTrue(
                    refused.getMessage()
                            .contains("%s steps, a batch holds %s:".formatted(length, length - 1)),
                    refused.getMessage());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyExampleExactlyOnceWithItsTokensAndTargetWithinBothBounds() {
        var random = new Random(5);
        for (int trial = 0; trial < 200; trial++) {
            int longest = 1 + random.nextInt(60);
            int maxSequences = 1 + random.nextInt(20);
            int maxRows = longest + random.nextInt(200);
            var examples = Examples.random(random.nextInt(3000), longest, trial);
            var shard = Examples.shard(examples, 1 + random.nextInt(500));
            var batcher =
                    trial % 4 == 0
                            ? Batcher.inOrder(shard, maxSequences, maxRows)
                            : Batcher.plan(shard, maxSequences, maxRows, trial);
            var batch = Schema.WORDS_TO_LABEL.batch(maxSequences, maxRows);
            var seen = new boolean[examples.size()];
            for (int i = 0; i < batcher.batches(); i++) {
                batcher.fill(i, batch);
                assertTrue(batch.packing().rows() <= maxRows);
                assertTrue(batch.packing().sequences() <= maxSequences);
                for (int b = 0; b < batch.packing().sequences(); b++) {
                    int number = batch.numbers()[b];
                    assertFalse(seen[number]);
                    seen[number] = true;
                    assertArrayEquals(examples.get(number).ids(), Examples.sequence(batch, b));
                    assertEquals(examples.get(number).target(), batch.target().ids()[b]);
                }
            }
            for (boolean one : seen) {
                assertTrue(one);
            }
        }
    }

    @Test
    void planIsAFunctionOfTheKeyNotOfTheBlocks() {
        var examples = Examples.random(3000, 100, 9);
        var one = numbers(Batcher.plan(Examples.shard(examples, 3000), 16, 1000, 42), 16, 1000);
        var many = numbers(Batcher.plan(Examples.shard(examples, 7), 16, 1000, 42), 16, 1000);
        assertEquals(one, many);
        assertEquals(one, numbers(Batcher.plan(Examples.shard(examples), 16, 1000, 42), 16, 1000));
    }

    @Test
    void anotherKeyGivesOtherCompanyAndOtherOrder() {
        var shard = Examples.shard(Examples.random(3000, 100, 9));
        var one = numbers(Batcher.plan(shard, 16, 1600, 1), 16, 1600);
        var two = numbers(Batcher.plan(shard, 16, 1600, 2), 16, 1600);
        var common = new ArrayList<>(one.stream().map(b -> b.stream().sorted().toList()).toList());
        common.retainAll(two.stream().map(b -> b.stream().sorted().toList()).toList());
        assertTrue(common.size() < 3, "batches of equal company: " + common.size());
    }

    @Test
    void largerBufferThanPlannedChangesNothing() {
        var shard = Examples.shard(Examples.random(500, 50, 3));
        var batcher = Batcher.plan(shard, 8, 300, 7);
        assertEquals(numbers(batcher, 8, 300), numbers(batcher, 64, 4000));
    }

    @Test
    void likeLengthsAreTogetherThoughBatchesComeInAnyOrder() {
        var shard = Examples.shard(Examples.random(6400, 400, 4));
        var batcher = Batcher.plan(shard, 64, 64 * 401, 11);
        assertEquals(100, batcher.batches());
        var batch = Schema.WORDS_TO_LABEL.batch(64, 64 * 401);
        long padded = 0;
        int rises = 0;
        int before = 0;
        for (int i = 0; i < batcher.batches(); i++) {
            batcher.fill(i, batch);
            int steps = batch.packing().steps();
            padded += (long) steps * batch.packing().sequences();
            rises += steps > before ? 1 : 0;
            before = steps;
        }
        // In the order of the shard, padding would multiply the work by about 3.5.
        assertTrue(padded < 1.15 * shard.tokens(), padded + " of " + shard.tokens());
        assertTrue(rises > 30 && rises < 70, "steps rise " + rises + " times of 100");
    }

    @Test
    void scoringOrderIsLongestFirstAndStable() {
        var examples = Examples.random(1000, 30, 6);
        var batches = numbers(Batcher.inOrder(Examples.shard(examples), 10, 300), 10, 300);
        var flat = batches.stream().flatMap(List::stream).toList();
        var expected = new ArrayList<Integer>();
        for (int length = 31; length > 0; length--) {
            for (int i = 0; i < 1000; i++) {
                if (examples.get(i).ids().length == length) {
                    expected.add(i);
                }
            }
        }
        assertEquals(expected, flat);
        assertEquals(100, batches.size());
    }

    @Test
    void exampleThatFitsNoBatchIsNamedWithTheRemedy() {
        var shard = Examples.shard(List.of(new Example(new int[101], 0)));
        for (var attempt :
                List.<Runnable>of(
                        () -> Batcher.plan(shard, 4, 100, 1),
                        () -> Batcher.inOrder(shard, 4, 100))) {
            var e = assertThrows(DataException.class, attempt::run);
            assertTrue(
                    e.getMessage().contains("101")
                            && e.getMessage().contains("training.batchTokens"));
        }
        assertEquals(1, Batcher.plan(shard, 4, 101, 1).batches());
    }

    @Test
    void tooSmallABufferIsRefused() {
        var batcher = Batcher.plan(Examples.shard(Examples.random(10, 5, 1)), 4, 100, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> batcher.fill(0, Schema.WORDS_TO_LABEL.batch(4, 99)));
        assertThrows(
                IllegalArgumentException.class,
                () -> batcher.fill(0, Schema.WORDS_TO_LABEL.batch(3, 100)));
    }

    @Test
    void fillingAllocatesNothingThatGrows() {
        var shard = Examples.shard(Examples.random(6400, 400, 4));
        var batcher = Batcher.plan(shard, 64, 64 * 401, 11);
        var batch = Schema.WORDS_TO_LABEL.batch(64, 64 * 401);
        for (int i = 0; i < batcher.batches(); i++) {
            batcher.fill(i, batch); // the packing grows to its final size
        }
        long before = Allocations.bytes();
        for (int i = 0; i < batcher.batches(); i++) {
            batcher.fill(i, batch);
        }
        long bytes = Allocations.bytes() - before;
        assertTrue(bytes < 2000, bytes + " bytes for " + batcher.batches() + " batches");
    }
}
