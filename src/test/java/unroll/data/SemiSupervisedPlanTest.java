package unroll.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of labelled examples with as many unlabelled ones beside them. */
final class SemiSupervisedPlanTest {
    private static final int SEQUENCES = 4;
    private static final int ROWS = 60;

    /**
     * A shard of both kinds, mixed.
     *
     * @param unlabelled which examples have no label
     */
    private static Shard shard(int examples, java.util.function.IntPredicate unlabelled) {
        var all = Examples.random(examples, 20, 3);
        return Examples.shard(
                IntStream.range(0, examples)
                        .mapToObj(
                                i -> new Example(all.get(i).ids(), unlabelled.test(i) ? -1 : i % 3))
                        .toList());
    }

    /** The numbers of each batch's examples, in the order in which they come. */
    private static List<List<Integer>> batches(Shard shard, Plan plan) {
        var batch = Schema.WORDS_TO_LABEL.batch(2 * SEQUENCES, 2 * ROWS);
        var batches = new ArrayList<List<Integer>>();
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, batch);
            var numbers = new ArrayList<Integer>();
            for (int i = 0; i < batch.packing().sequences(); i++) {
                int number = batch.numbers()[i];
                int place = batch.packing().place(i);
                assertEquals(shard.length(number), batch.packing().length(place));
                assertEquals(shard.target(number), batch.target().ids()[place]);
                numbers.add(number);
            }
            batches.add(numbers);
        }
        return batches;
    }

    private static List<List<Integer>> batches(Shard shard, long key) {
        return batches(shard, new SemiSupervisedPlan(shard, SEQUENCES, ROWS, key));
    }

    @Test
    void eachLabelledExampleComesOnceAndTheOthersRoundAndRound() {
        var shard = shard(60, i -> i % 6 == 0); // 10 unlabelled
        var times = new HashMap<Integer, Integer>();
        for (var batch : batches(shard, 5)) {
            long labelled = batch.stream().filter(i -> shard.target(i) >= 0).count();
            assertTrue(labelled > 0 && labelled <= SEQUENCES, labelled + " labelled");
            assertTrue(batch.size() > labelled && batch.size() <= labelled + SEQUENCES);
            batch.forEach(i -> times.merge(i, 1, Integer::sum));
        }
        assertEquals(60, times.size());
        int most = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 60; i++) {
            if (shard.target(i) >= 0) {
                assertEquals(1, times.get(i));
            } else {
                most = Math.max(most, times.get(i));
                least = Math.min(least, times.get(i));
            }
        }
        assertTrue(least > 1 && most <= least + 1, least + " to " + most);
    }

    @Test
    void ofMoreUnlabelledExamplesEachEpochTakesOthers() {
        var shard = shard(100, i -> i % 10 != 0);
        var seen = new ArrayList<List<Integer>>();
        for (long key = 1; key <= 2; key++) {
            seen.add(
                    batches(shard, key).stream()
                            .flatMap(List::stream)
                            .filter(i -> shard.target(i) < 0)
                            .sorted()
                            .toList());
            assertEquals(seen.get(0).size(), seen.get(0).stream().distinct().count());
        }
        assertTrue(seen.get(0).size() < 90);
        assertNotEquals(seen.get(0), seen.get(1));
        assertEquals(batches(shard, 1), batches(shard, 1));
    }

    @Test
    void withLabelsAloneItIsThePlanOfAllExamples() {
        var shard = shard(50, i -> false);
        var plan = Batcher.plan(shard, SEQUENCES, ROWS, 7);
        assertEquals(batches(shard, plan), batches(shard, 7));
    }

    @Test
    void withoutLabelsThereIsNothingToTrainOn() {
        assertArrayEquals(new Object[0], batches(shard(9, i -> true), 7).toArray());
    }
}
