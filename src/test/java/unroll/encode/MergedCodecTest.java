package unroll.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Cut;
import unroll.data.Example;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.task.registry.Tasks;
import unroll.text.BytePairMerges;
import unroll.text.BytePairMerges.Pair;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/** A codec whose words are cut into pieces, in a model's file and over rows. */
final class MergedCodecTest {
    private static final List<String> PIECES = List.of("lo@@", "w", "low", "e@@", "r");
    private static final Limit FOUR = Limit.of(Cut.TAIL, 4);
    private static final BytePairMerges SOURCE = BytePairMerges.of(List.of(new Pair("l", "o")));
    private static final BytePairMerges TARGET = BytePairMerges.of(List.of(new Pair("b", "</w>")));

    private final Codec codec =
            Codec.ofTexts(new Vocabulary(PIECES, 1), List.of())
                    .withWritten(List.of("a@@", "b"))
                    .withMerges(SOURCE, TARGET, FOUR);

    private static Configuration conf(String merges) {
        return Tasks.reader()
                .read(
                        """
                        task: translate
                        run: {dir: r}
                        data: {train: {format: json, path: p, target: t}}
                        text: {tokenizer: whitespace, maxLength: 4, unknownBuckets: 1}
                        """,
                        "test",
                        List.of("text.merges=" + merges));
    }

    private Codec read(String key, Object merges) {
        var tree = new HashMap<>(codec.tree());
        tree.put(key, merges);
        return Codec.of(tree, PIECES, conf("9"), RowTarget.WORDS);
    }

    @Test
    void mergesAreReadAsTheyWereWritten() {
        var read = Codec.of(codec.tree(), PIECES, conf("9"), RowTarget.WORDS);
        assertEquals(SOURCE.pairs(), read.merges().pairs());
        assertEquals(TARGET.pairs(), read.writtenMerges().pairs());
        assertEquals(codec.tree(), read.tree());
        assertEquals(List.of("lo@@", "w@@", "e@@", "r"), read.pieces(List.of("lower", "low")));
    }

    @Test
    void mergesWithoutPairsAreMergesToo() {
        var none = BytePairMerges.of(List.of());
        var tree = codec.withMerges(none, none, FOUR).tree();
        var read = Codec.of(tree, PIECES, conf("9"), RowTarget.WORDS);
        assertTrue(read.merges().splits() && read.writtenMerges().splits());
        assertEquals(tree, read.tree());
    }

    @Test
    void damagedMergesAreRefused() {
        for (var damaged :
                Arrays.asList(
                        List.of(List.of("l")),
                        List.of(List.of("l", "o", "w")),
                        List.of(List.of("l", "")),
                        List.of("lo"),
                        List.of(Arrays.asList("l", null)),
                        "l o",
                        null)) {
            for (var key : List.of("merges", "writtenMerges")) {
                var thrown =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> read(key, damaged),
                                String.valueOf(damaged));
                assertTrue(thrown.getMessage().startsWith(key), thrown.getMessage());
            }
        }
        var whole =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Codec.of(codec.tree(), PIECES, conf("none"), RowTarget.WORDS));
        assertEquals("merges: not expected with text.merges", whole.getMessage());
    }

    /** The pieces of a block are those of its rows one by one, cut where a text has too many. */
    @Test
    void rowsOfABlockHaveThePiecesOfTheirWords() {
        var rows =
                List.of(
                        new RawRecord("low low er", "ab b ab", null),
                        new RawRecord("", "b", null),
                        new RawRecord("lower", "aab aab", null));
        var conf = conf("9");
        var columns = new RecordReader.Columns(conf.text(), true, RowTarget.WORDS, 1);
        var block = RawBlock.read(rows.iterator(), columns, 1).next();
        var pieces = codec.pieces(block);
        assertEquals("lo@@ w lo@@ w", pieces.text(0));
        assertEquals("lo@@ w@@ e@@ r", pieces.text(1));
        assertEquals(8, pieces.tokens());
        assertEquals(1, pieces.rejected().size());
        assertEquals(block.hash(1), pieces.hash(1));
        assertEquals(block.labels(1), pieces.labels(1));

        var schema = Tasks.of(conf, codec).schema();
        var encoding = new Encoding(codec, schema, conf.model());
        var entries = encoding.entries(block, 0, false);
        var reader = new RecordReader(columns);
        for (var row : List.of(rows.get(0), rows.get(2))) {
            encoding.read(row, reader);
            var alone = encoding.shard(0, List.of(encoding.entry(reader, 1)).iterator());
            var inBlock = encoding.shard(0, List.of(entries.next()).iterator());
            assertEquals(4, alone.length(0));
            assertArrayEquals(alone.labels(0), inBlock.labels(0));
            for (int t = 0; t < 4; t++) {
                assertEquals(alone.token(0, t), inBlock.token(0, t));
            }
        }
    }

    /** A text of few words may have too many pieces; the target loses its tail nevertheless. */
    @Test
    void piecesAreCutAtTheHeadToo() {
        var head = codec.withMerges(SOURCE, TARGET, Limit.of(Cut.HEAD, 4));
        var rows =
                List.of(
                        new RawRecord("low er low", "ab", null),
                        new RawRecord("lower", "ab", null),
                        new RawRecord("low low low low low", "ab", null));
        var text = conf("9").text().with(TextConf.CUT, Cut.HEAD);
        var columns = new RecordReader.Columns(text, true, RowTarget.WORDS, 1);
        var block = RawBlock.read(rows.iterator(), columns, 1).next();
        var pieces = head.pieces(block);
        assertEquals(1, block.cut());
        assertEquals(2, pieces.cut());
        var reader = new RecordReader(columns);
        for (int i = 0; i < rows.size(); i++) {
            reader.read(rows.get(i));
            var own = head.pieces(reader.words());
            assertEquals(String.join(" ", own), pieces.text(i));
            assertEquals(i != 1, Encoding.cuts(reader, Example.words(new int[own.size()]), head));
        }
        assertEquals("e@@ r lo@@ w", pieces.text(0));
        assertArrayEquals(
                new int[] {2, 2, 2, 3}, head.classes(List.of("aaab", "b", Vocabulary.END)));
    }

    /**
     * Ids of the target: 0 is unknown, 1 ends a text, 2 is "a" within a word, 3 ends one in "b".
     */
    @Test
    void targetsAreCutIntoPieces() {
        assertArrayEquals(
                new int[] {2, 3, 3, 1}, codec.classes(List.of("ab", "b", Vocabulary.END)));
        assertArrayEquals(
                new int[] {2, 2, 3, 0}, codec.classes(List.of("aab", "c", Vocabulary.END)));
    }
}
