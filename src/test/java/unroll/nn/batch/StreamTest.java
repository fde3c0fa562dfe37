package unroll.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamTest {
    private static final int[] LENGTHS = {2, 4, 1};

    @Test
    void dependentStreamsAreInTheOrderOfTheirSource() {
        var source = Stream.of(3, 7, 2);
        var steps = source.perStep(0);
        var single = source.perSequence(3, 1);
        source.pack(LENGTHS, 3);
        assertEquals(source.packing(), steps.packing());
        assertEquals(3, single.packing().rows());
        for (int place = 0; place < 3; place++) {
            assertEquals(source.packing().example(place), single.packing().example(place));
        }
        assertTrue(source.hasOwnLengths());
        assertFalse(steps.hasOwnLengths() || single.hasOwnLengths());
    }

    @Test
    void thereIsRoomForMoreRowsThanEverBefore() {
        var source = Stream.of(3, 0, 2);
        var steps = source.perStep(3);
        source.pack(LENGTHS, 3);
        assertTrue(source.values().length >= 14 && steps.values().length >= 21);
        var values = source.values();
        source.pack(new int[] {1, 1}, 2);
        assertEquals(values, source.values());
    }

    @Test
    void idsAreFoundByTheirExample() {
        int[][] sequences = {{1, 2}, {}, {3, 4, 5}};
        var stream = Stream.of(sequences);
        for (int i = 0; i < 3; i++) {
            int place = stream.packing().place(i);
            assertArrayEquals(sequences[i], stream.packing().rows(stream.ids(), place));
        }
    }

    @Test
    void onlyTheLastTargetOfEachSequenceIsKept() {
        for (int width : new int[] {0, 2}) {
            var source = Stream.of(3, 7, 1);
            var target = source.perStep(width);
            source.pack(LENGTHS, 3);
            Arrays.fill(target.ids(), 5);
            Arrays.fill(target.values(), 5);
            target.keepLast();
            for (int place = 0; place < 3; place++) {
                int length = target.packing().length(place);
                for (int t = 0; t < length; t++) {
                    boolean missing = target.isMissing(target.packing().row(t, place));
                    assertEquals(t + 1 < length, missing);
                }
            }
        }
    }

    @Test
    void streamsThatAreMissingAreNamed() {
        var source = Stream.of(1, 1, 0);
        var streams = Map.of(Batch.SOURCE, source, Batch.TARGET, source.perStep(0));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Batch(1, streams).stream("given"));
        assertEquals(
                "batch: expected one of the streams [source, target], got given",
                error.getMessage());
    }
}
