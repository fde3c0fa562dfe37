package unroll.nn.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of a packed batch lie time-major, the active sequences of a step before the others. */
final class PackingTest {
    private static Packing of(int... lengths) {
        var packing = new Packing(lengths.length);
        packing.set(lengths, lengths.length);
        return packing;
    }

    private static int[] active(Packing packing) {
        return IntStream.range(0, packing.steps()).map(packing::active).toArray();
    }

    @Test
    void theSequencesThatStillRunAreAPrefixOfEachStep() {
        var packing = of(4, 2, 2, 1);
        assertEquals(4, packing.sequences());
        assertEquals(4, packing.steps());
        assertEquals(9, packing.rows());
        assertEquals("[4, 3, 1, 1]", Arrays.toString(active(packing)));
        assertEquals(7, packing.offset(2));
        assertEquals(6, packing.row(1, 2));
        assertEquals(2, packing.length(2));
    }

    @Test
    void anyNumberOfStepsHasRoomInAnyOrder() {
        var packing = new Packing(1);
        for (int steps : new int[] {64, 65, 66, 3, 132, 1000, 1}) {
            packing.set(new int[] {steps}, 1);
            assertEquals(steps, packing.steps());
            assertEquals(steps, packing.rows());
        }
        for (int steps : new int[] {64, 65, 66}) {
            assertEquals(steps, of(steps).rows());
        }
    }

    @Test
    void everyStrideThStepStaysTheFirstToo() {
        var strided = new Packing(5);
        strided.setStrided(of(7, 6, 4, 3, 1), 3);
        assertEquals("[5, 3, 1]", Arrays.toString(active(strided)));
    }

    @Test
    void sequencesInAnyOrderAreFoundByTheirExample() {
        var packing = of(1, 4, 0, 2, 4);
        assertEquals("[4, 3, 2, 2]", Arrays.toString(active(packing)));
        int[] examples = IntStream.range(0, 5).map(packing::example).toArray();
        assertEquals("[1, 4, 3, 0, 2]", Arrays.toString(examples));
        for (int example = 0; example < 5; example++) {
            assertEquals(example, packing.example(packing.place(example)));
        }
        var strided = new Packing(5);
        strided.setStrided(packing, 2);
        assertEquals("[4, 2]", Arrays.toString(active(strided)));
        assertEquals(4, strided.example(1));
        assertEquals(0, of(0, 0).rows());
    }

    @Test
    void negativeLengthsAreRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> of(3, -1));
        assertEquals(
                "lengths of a packed batch must not be negative, got -1 at 1", error.getMessage());
    }
}
