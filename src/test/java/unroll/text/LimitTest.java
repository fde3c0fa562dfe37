package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Cut;
import unroll.conf.TextConf.Tokenizer;

/** What is left of sequences that are too long. */
final class LimitTest {
    /** Of seven steps from 0 on. */
    @ParameterizedTest
    @CsvSource({
        "TAIL, 5, 0 1 2 3 4",
        "HEAD, 5, 2 3 4 5 6",
        "MIDDLE, 5, 0 1 2 5 6",
        "MIDDLE, 4, 0 1 5 6",
        "MIDDLE, 1, 0",
        "HEAD, 1, 6",
        "MIDDLE, 7, 0 1 2 3 4 5 6"
    })
    void theFirstOrTheLastStepsAreKept(Cut cut, int most, String kept) {
        var limit = Limit.of(cut, most);
        var expected = List.of(kept.split(" ")).stream().map(Integer::valueOf).toList();
        int[] numbers = expected.stream().mapToInt(Integer::intValue).toArray();
        int[] seven = IntStream.range(0, 7).toArray();
        assertEquals(most, limit.most());
        assertEquals(expected, limit.of(IntStream.of(seven).boxed().toList()));
        assertArrayEquals(numbers, limit.of(seven));
        assertArrayEquals(
                IntStream.of(numbers)
                        .mapToObj(t -> DoubleStream.of(t, -t))
                        .flatMapToDouble(step -> step)
                        .toArray(),
                limit.of(
                        IntStream.of(seven)
                                .mapToObj(t -> DoubleStream.of(t, -t))
                                .flatMapToDouble(step -> step)
                                .toArray(),
                        2));
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aSequenceThatFitsIsNotCut(Cut cut) {
        var limit = Limit.of(cut, 3);
        var three = List.of(1, 2, 3);
        assertSame(three, limit.of(three));
        assertFalse(limit.cuts(3));
        assertTrue(limit.cuts(4));
        assertFalse(Limit.of(cut, Integer.MAX_VALUE).cuts(Integer.MAX_VALUE));
    }

    /**
     * The tokeniser keeps what would be left of all words, and says whether it has left out any.
     */
    @ParameterizedTest
    @EnumSource(Tokenizer.class)
    void wordsAreCutAsTheListOfThem(Tokenizer tokenizer) {
        var text = "One (two) three, \u4e0d\u597d \u7535\u5f71 four five. Six?";
        var conf = TextConf.STANDARD.with(TextConf.TOKENIZER, tokenizer);
        var all = new Words(conf).of(text);
        for (var cut : Cut.values()) {
            for (int most = 1; most <= all.size() + 1; most++) {
                var limited = conf.with(TextConf.CUT, cut).with(TextConf.MAX_LENGTH, most);
                var words = new Words(limited);
                assertEquals(Limit.of(cut, most).of(all), words.of(text), cut + " " + most);
                assertEquals(most < all.size(), words.cut(), cut + " " + most);
                assertEquals(List.of(), words.of(" "));
                assertFalse(words.cut());
            }
        }
    }

    @Test
    void placesAreThoseOfTheWordsThatAreKept() {
        var text = "a bb ccc dd e";
        var conf =
                TextConf.STANDARD
                        .with(TextConf.TOKENIZER, Tokenizer.WHITESPACE)
                        .with(TextConf.MAX_LENGTH, 3);
        var head = new WordOffsets(conf.with(TextConf.CUT, Cut.HEAD));
        assertEquals(List.of(List.of(5, 8), List.of(9, 11), List.of(12, 13)), head.of(text, 3));
        var middle = new WordOffsets(conf.with(TextConf.CUT, Cut.MIDDLE));
        assertEquals(List.of(List.of(0, 1), List.of(2, 4), List.of(12, 13)), middle.of(text, 3));
    }
}
