package unroll.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LanesTest {
    private static final Schema NEXT = Schema.next(Field.words());

    private static Shard shard(int words) {
        var ids = new int[words];
        Arrays.setAll(ids, i -> i);
        var blocks = new BlockBuilder(NEXT);
        blocks.add(Example.words(ids));
        return new Shard(0, List.of(blocks.build()));
    }

    @Test
    void everyWordIsReadOnceAfterTheOneBeforeIt() {
        for (int words : new int[] {2, 3, 5, 8, 9, 31, 64, 100, 101}) {
            for (int lanes : new int[] {1, 2, 3, 7}) {
                for (int steps : new int[] {1, 4, 10}) {
                    check(words, lanes, steps);
                }
            }
        }
    }

    private static void check(int words, int lanes, int steps) {
        var plan = new Lanes(shard(words), lanes, steps, 6);
        var batch = NEXT.batch(lanes, Lanes.mostRows(lanes, steps));
        var read = new int[words];
        var last = new int[lanes];
        int sequences = 0;
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, batch);
            var packing = batch.packing();
            assertEquals(b > 0, batch.continues());
            assertTrue(b == 0 || sequences == packing.sequences(), "lanes go on");
            sequences = packing.sequences();
            for (int lane = 0; lane < packing.sequences(); lane++) {
                for (int t = 0; t < packing.length(lane); t++) {
                    int row = packing.row(t, lane);
                    int id = batch.source().ids()[row];
                    assertEquals(id + 1, batch.target().ids()[row]);
                    assertTrue(b + t == 0 || id == last[lane] + 1, "in order");
                    last[lane] = id;
                    read[id]++;
                }
            }
        }
        for (int i = 0; i + 1 < words; i++) {
            assertEquals(1, read[i], words + " words, " + lanes + " lanes, " + steps + " steps");
        }
        assertEquals(0, read[words - 1], "the last word is a target only");
    }

    @Test
    void leadsAreTheStepsJustBeforeABatch() {
        var plan = new Lanes(shard(101), 2, 10, 25);
        var batch = NEXT.batch(2, Lanes.mostRows(2, 10));
        assertEquals(0, plan.warmUps(0));
        assertEquals(1, plan.warmUps(1));
        assertEquals(3, plan.warmUps(4));
        var read = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            plan.fillWarmUp(4, i, batch);
            assertEquals(i > 0, batch.continues());
            for (int t = 0; t < batch.packing().steps(); t++) {
                read.append(batch.source().ids()[batch.packing().row(t, 0)]).append(' ');
            }
        }
        assertTrue(read.toString().startsWith("15 16 "), read.toString());
        assertTrue(read.toString().endsWith("38 39 "), read.toString());
    }
}
