package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.text.tree.LinearTree;

/** Rows with a tree over the words of a text. */
final class TreeRowsTest {
    private static final TextConf TEXT =
            TextConf.STANDARD.with(TextConf.TOKENIZER, Tokenizer.WHITESPACE);

    private final RecordReader reader =
            new RecordReader(new RecordReader.Columns(TEXT, true, RowTarget.TREE, 1));

    private Reason reason(String text, String tree) {
        var rejected = reader.read(new RawRecord(text, tree, null));
        return rejected == null ? null : rejected.reason();
    }

    @Test
    void aTreeHasTheWordsOfTheText() {
        assertNull(reason("the cat sleeps", "(S (NP (D the) (N cat)) (VP sleeps))"));
        assertEquals(Reason.OTHER_WORDS, reason("the dog sleeps", "(S (N the) (N cat))"));
        assertEquals(Reason.NO_TREE, reason("the cat", "(S (N the) cat)"));
    }

    @Test
    void bracketsAmongTheWordsAreEscapedInTreesAndMayBeInTexts() {
        var tree = "(S (X -LRB-) (Y (N a) (X -RRB-)))";
        assertNull(reason("( a )", tree));
        assertNull(reason("-LRB- a -RRB-", tree));
        assertEquals(Reason.OTHER_WORDS, reason("[ a ]", tree));
    }

    @Test
    void nodesHaveAnyNumberOfChildren() {
        assertNull(reason("a b c", "( (S (NP (N a)) (VP (V b) (NP (N c)))))"));
        assertEquals(
                List.of("shift NP↓N", "shift V", "shift NP↓N", "reduce VP", "reduce ↓S"),
                LinearTree.of("( (S (NP (N a)) (VP (V b) (NP (N c)))))").orElseThrow().actions());
    }
}
