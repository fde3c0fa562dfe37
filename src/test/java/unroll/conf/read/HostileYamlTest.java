package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;
import unroll.task.registry.Tasks;

/** Files that are no configuration end with a message that names file and line. */
class HostileYamlTest {
    private static final String VALID = "run: {dir: r}\ndata: {train: {format: json, path: p}}\n";

    private static String refused(String yaml, String... settings) {
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> Tasks.reader().read(yaml, "a.yaml", List.of(settings)));
        return e.getMessage();
    }

    @Test
    void deepNestingIsRefusedWithItsLine() {
        for (int depth : new int[] {60, 5_000, 300_000}) {
            for (var open : List.of("[", "{a: ", "- ", "? ")) {
                var message = refused("# x\n" + open.repeat(depth));
                assertTrue(message.startsWith("a.yaml:2: expected at most 50 levels"), message);
            }
            var message = refused(VALID, "training=" + "[".repeat(depth));
            assertTrue(message.contains("expected at most 50 levels"), message);
            assertTrue(message.length() < 400, message);
        }
        var lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            lines.append(" ".repeat(i)).append("a:\n");
        }
        assertTrue(refused(lines.toString()).startsWith("a.yaml:51: expected at most 50"));
    }

    @Test
    void aKeyOfManyPartsIsRefused() {
        var message = refused(VALID, "a" + ".a".repeat(50_000) + "=3");
        assertTrue(message.contains("expected a key of at most 50 parts"), message);
        assertTrue(message.length() < 400, message);
    }

    @Test
    void aliasesThatWouldGrowDoNot() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        bomb.append("model: {layers: *a39}\n");
        var message = refused(bomb.toString());
        assertEquals("a.yaml:7: expected at most 50 aliases, got more", message);
    }

    @Test
    void aValueThatHoldsItselfIsRefused() {
        assertEquals(
                "a.yaml:2: expected a value that does not hold itself, got *x",
                refused("a: 1\nmodel: &x {layers: *x}\n"));
        assertEquals(
                "a.yaml:1: expected a value that does not hold itself, got *x",
                refused("&x [*x]\n"));
    }

    @Test
    void aValueMayBeGivenTwiceByAnAlias() {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: r}
                        data:
                          train: &source {format: json, path: p, text: review}
                          test: *source
                        """,
                                "a.yaml",
                                List.of());
        assertEquals(conf.data().train(), conf.data().test());
    }

    @Test
    void mergeKeysAreRead() {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: r}
                        data:
                          train: &source {format: json, path: p, text: review}
                          test: {<<: *source, path: q}
                        """,
                                "a.yaml",
                                List.of());
        assertEquals("review", conf.data().test().text());
        assertEquals(List.of("q"), conf.data().test().paths());
        assertTrue(refused(VALID + "text: {<<: 3}\n").contains("expected YAML, got Expected map"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!python/object/apply:os.system [ls]",
                "!!javax.script.ScriptEngineManager [x]",
                "!custom 3",
                "!!binary aGk=",
                "!!set {a}",
                "! 3"
            })
    void tagsAreNotFollowed(String value) {
        var message = refused(VALID + "training: " + value + "\n");
        assertTrue(message.startsWith("a.yaml:3: expected plain values, got the tag "), message);
    }

    @Test
    void standardTagsAreOnlyTypes() {
        assertTrue(refused(VALID + "training: {epochs: !!str 3}").contains("training.epochs"));
        assertTrue(refused(VALID + "training: {epochs: !!int x}").contains("training.epochs"));
    }

    @Test
    void manyMistakesAreCounted() {
        var yaml = new StringBuilder(VALID);
        for (int i = 0; i < 50_000; i++) {
            yaml.append("unknown").append(i).append(": 3\n");
        }
        var lines = refused(yaml.toString()).lines().toList();
        assertEquals(21, lines.size());
        assertTrue(lines.get(0).startsWith("a.yaml:3: unknown0: unknown key"), lines.get(0));
        assertEquals("and 49980 more mistakes", lines.get(20));
    }

    @Test
    void longKeysAndValuesAreShortened() {
        for (var settings :
                List.of(
                        "x".repeat(500_000) + "=3",
                        "training." + "y".repeat(500_000) + "=3",
                        "training.epochs=" + "z".repeat(500_000),
                        "model.pooling=" + "z".repeat(500_000),
                        "training.epochs=[" + "1,".repeat(100_000) + "1]")) {
            var message = refused(VALID, settings);
            assertTrue(message.length() < 2_000, "a message of " + message.length());
        }
    }

    @Test
    void manyKeysOfTheUsersOwnTakeNoLongerEach() {
        var yaml = new StringBuilder(VALID + "training:\n  classWeights:\n");
        for (int i = 0; i < 50_000; i++) {
            yaml.append("    label").append(i).append(": 1.5\n");
        }
        Tasks.reader().read(yaml.toString(), "a.yaml", List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff", "# comment\r\n", "---\n"})
    void editorsMayPutTheirMarksInFront(String start) {
        Tasks.reader().read(start + VALID.replace("\n", "\r\n"), "a.yaml", List.of());
    }

    @Test
    void whatIsNoConfigurationIsNamed() {
        assertTrue(refused("").contains("run.dir: expected text, got nothing"));
        assertTrue(refused("\u0000\u0001").startsWith("a.yaml:1: expected text"));
        assertTrue(refused("x\n\u001b").startsWith("a.yaml:2: expected text"));
        assertTrue(
                refused("a: 1\n---\nb: 2\n")
                        .startsWith("a.yaml:2: expected YAML, got a second document"));
        assertTrue(refused("- a\n").startsWith("a.yaml:1: expected keys"));
        assertTrue(refused("a:\n\tb: 1\n").startsWith("a.yaml:2: expected YAML, got a tab"));
        assertTrue(refused("? [a]\n: 3\n").startsWith("a.yaml:1:"));
        assertTrue(refused("1: 2\nnull: 3\n").contains("a.yaml:1: 1: unknown key"));
        assertTrue(refused("run: *nothing\n").startsWith("a.yaml:1: expected YAML"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=3",
                "a",
                "",
                ".",
                ".=",
                "a.=3",
                "a..b=3",
                "training.epochs",
                "training.epochs=[",
                "training.epochs={a",
                "model.layers[0].size=3",
                "model.layers.0.size=3",
                "training.epochs=&x [*x]",
                "\u0000=1",
                "training.epochs=\u0000"
            })
    void oddOverridesAreNamed(String override) {
        assertTrue(refused(VALID, override).startsWith("--set "), refused(VALID, override));
    }

    @Test
    void messagesHoldNoSecretOfAnOption() {
        for (var setting :
                List.of(
                        "data.train.options.password=[hunter2]",
                        "data.train.options.password={a: hunter2",
                        "data.train.options={password: {a: hunter2}}",
                        "data.train.options=[hunter2")) {
            assertFalse(refused(VALID, setting).contains("hunter2"), refused(VALID, setting));
        }
    }
}
