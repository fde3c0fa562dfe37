package unroll.text.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.text.tree.LinearTree.Span;

final class LinearTreeTest {
    private static final String TREE = "(S (NP (D the) (N cat)) (V sleeps))";

    @Test
    void aTreeIsItsActionsInTheOrderOfTheWords() {
        var tree = LinearTree.of("\t(S (NP (D the)(N cat) )\n(V  sleeps))").orElseThrow();
        assertEquals(List.of("the", "cat", "sleeps"), tree.words());
        assertEquals(
                List.of("shift D", "shift N", "reduce NP", "shift V", "reduce S"), tree.actions());
        assertEquals(TREE, tree.brackets());
        assertEquals(
                List.of(new Span(0, 2, "NP"), new Span(0, 3, "S")),
                LinearTree.spans(tree.actions()));
    }

    @Test
    void oneWordIsATree() {
        var tree = LinearTree.of("(N cat)").orElseThrow();
        assertEquals(List.of("shift N"), tree.actions());
        assertEquals(List.of(), LinearTree.spans(tree.actions()));
        assertEquals("(N cat)", tree.brackets());
    }

    @Test
    void labelsMayBeEmptyAndWordsMayHoldNoBreakSpaces() {
        var tree = LinearTree.of("( ( 8\u00a01/2)( ok))").orElseThrow();
        assertEquals(List.of("8\u00a01/2", "ok"), tree.words());
        assertEquals(List.of("shift ", "shift ", "reduce "), tree.actions());
        assertEquals(tree, LinearTree.of(tree.brackets()).orElseThrow());
    }

    @Test
    void bracketsInWordsAreNamed() {
        assertEquals(
                "(N -LRB-a-RRB-)", new LinearTree(List.of("shift N"), List.of("(a)")).brackets());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "cat",
                "(N cat",
                "(N cat))",
                "(N cat) (N dog)",
                "(N)",
                "(S (A↓B cat))",
                "(…S (N cat))",
                "(S (N a) b)",
                "(S a (N b) (N c))",
                "(N a b)",
                ")",
                "(N cat) x"
            })
    void anythingElseIsNoTree(String text) {
        assertTrue(LinearTree.of(text).isEmpty(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(S (N cat))",
                "(S (N a) (N b) (N c))",
                "(S (NP (N a)) (VP (V b) (NP (N c)) (PP (P d) (NP (N e)))))",
                "(S (X (A a) (B b) (C c) (D d)) (E e) (F f))",
                "( (S (N a) (N b)))",
                "(S (VP (V a) (N b)))"
            })
    void treesWithOneOrManyChildrenComeBackAsTheyWere(String text) {
        assertEquals(text, LinearTree.of(text).orElseThrow().brackets());
    }

    @Test
    void allNodesButThoseOfSingleWordsHaveSpans() {
        var tree = LinearTree.of("(S (NP (N a)) (VP (V b) (N c) (N d)))").orElseThrow();
        assertEquals(
                List.of(new Span(0, 1, "NP"), new Span(1, 4, "VP"), new Span(0, 4, "S")),
                LinearTree.spans(tree.actions()));
        assertEquals(2 * 4 - 1, tree.actions().size(), "whatever the number of children");
    }

    /** A model may end with a node that was to have more children. */
    @Test
    void theRootIsWhole() {
        var actions = List.of("shift N", "shift N", "reduce …S");
        assertEquals("(S (N a) (N b))", new LinearTree(actions, List.of("a", "b")).brackets());
        assertEquals(List.of(new Span(0, 2, "S")), LinearTree.spans(actions));
    }

    /** A damaged row must not end the program. */
    @Test
    void deepTreesAreRead() {
        int depth = 200_000;
        var deep = "(S (N a) ".repeat(depth) + "(N a)" + ")".repeat(depth);
        assertEquals(2 * depth + 1, LinearTree.of(deep).orElseThrow().actions().size());
        var chain = "(S ".repeat(depth) + "a" + ")".repeat(depth);
        assertTrue(LinearTree.of(chain).isEmpty());
        var wide = "(S" + " (N a)".repeat(depth) + ")";
        assertEquals(2 * depth - 1, LinearTree.of(wide).orElseThrow().actions().size());
    }
}
