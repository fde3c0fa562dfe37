package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfigurationWriter;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.io.LocalStore;
import unroll.io.model.Checkpoints;
import unroll.io.model.ModelDirectory;
import unroll.nn.Network;
import unroll.task.Generation;
import unroll.task.classify.Classify;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** What can be done with a model or a checkpoint without Spark. */
class ModelCommandsTest {
    private static final Map<String, Object> FROM =
            Map.of("path", "runs/old", "parametersSha256", "ab12", "dataFingerprint", "f00d");
    private static final List<String> WORDS = List.of("good", "bad", "not");

    @TempDir private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String run;
    private Network network;

    @BeforeEach
    void writeModel() throws IOException {
        var conf =
                Tasks.reader()
                        .read(
                                "run: {dir: r}\ndata: {train: {format: json, path: p}}\n",
                                "",
                                List.of(
                                        "model.embedding=4",
                                        "model.layers=[{cell: lstm, size: 3}]",
                                        "text.unknownBuckets=2"));
        run = folder.resolve("run").toString();
        network =
                Classify.network(
                        conf.model(), WORDS.size() + 2, new float[] {1, 1}, 0, conf.kernels());
        var theta = network.layout().initialParameters(1);
        // The bias alone decides: softmax of (0, ln 3) is 1/4, 3/4.
        var weights = network.layout().slice("head.w");
        Arrays.fill(theta, weights.offset(), weights.end(), 0);
        var bias = network.layout().slice("head.b");
        theta[bias.offset() + 1] = (float) StrictMath.log(3);
        ModelDirectory.write(
                new LocalStore(),
                run + "/model",
                new ModelDirectory.Model(
                        "classify",
                        ConfigurationWriter.tree(conf),
                        Map.of("labels", List.of("negative", "positive")),
                        1,
                        WORDS,
                        List.of(),
                        new ModelDirectory.Provenance(
                                9, "fingerprint", "0.1", "4.1.0", "17", 2, 7, FROM),
                        Map.of("validation.accuracy", 0.75)),
                network.layout(),
                theta);
    }

    private PrintStream stream() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTextIsScoredFromARunOrAModelDirectory() throws IOException {
        predict(run, "Not BAD at all", 0);
        predict(run + "/model", "good", 0);
        assertEquals("positive\t0.7500\nnegative\t0.2500\n".repeat(2), text());
    }

    /** Writes a model whose last bias alone decides, at every step. */
    private String constant(String task, Codec codec, float... bias) throws IOException {
        var conf =
                Tasks.reader()
                        .read(
                                "run: {dir: r}\ndata: {train: {format: json, path: p}}\n",
                                "",
                                List.of(
                                        "task=" + task,
                                        task.equals("forecast")
                                                ? "data.train.target=y"
                                                : "run.seed=1",
                                        "model.embedding=4",
                                        "model.layers=[{cell: lstm, size: 3}]"));
        var network = Tasks.of(conf, codec).network();
        var theta = network.layout().initialParameters(1);
        var weights = network.layout().slice("head.w");
        Arrays.fill(theta, weights.offset(), weights.end(), 0);
        System.arraycopy(bias, 0, theta, network.layout().slice("head.b").offset(), bias.length);
        var directory = folder.resolve(task).toString();
        ModelDirectory.write(
                new LocalStore(),
                directory,
                new ModelDirectory.Model(
                        task,
                        ConfigurationWriter.tree(conf),
                        codec.tree(),
                        1,
                        WORDS,
                        List.of(),
                        new ModelDirectory.Provenance(
                                9, "fingerprint", "0.1", "4.1.0", "17", 2, 7, Map.of()),
                        Map.of()),
                network.layout(),
                theta);
        return directory;
    }

    private void predict(String directory, String text, int words, String... settings)
            throws IOException {
        var generation = Generation.of(words, 1);
        PredictText.run(directory, List.of(settings), text, generation, stream());
    }

    @Test
    void settingsOfOneTextReplaceTheModels() throws IOException {
        var codec = Codec.ofTexts(new Vocabulary(WORDS, 16), List.of("da", "dum"));
        var model = constant("transcribe", codec, 0, 1, 0);
        predict(model, "not bad", 0, "transcribe.beam=8", "kernels=auto");
        assertEquals("dum\n", text());
        for (var setting : List.of("transcribe.beam=x", "model.pooling=max")) {
            assertThrows(ConfigurationException.class, () -> predict(model, "not bad", 0, setting));
        }
    }

    @Test
    void aTextIsTranscribed() throws IOException {
        var codec = Codec.ofTexts(new Vocabulary(WORDS, 16), List.of("da", "dum"));
        var model = constant("transcribe", codec, 0, 1, 0);
        predict(model, "not bad at all", 0);
        assertEquals("dum\n", text());
        var e = assertThrows(ConfigurationException.class, () -> predict(model, "not bad", 5));
        assertTrue(e.getMessage().contains("expected a language model"), e.getMessage());
    }

    /** Labels come from data: what they hold must not act on the terminal. */
    @Test
    void labelsAndWordsArePrintedHarmlessly() throws IOException {
        var labels = List.of("\u001b[31mred\nline", "x".repeat(100_000));
        var codec = Codec.ofTexts(new Vocabulary(WORDS, 16), labels);
        predict(constant("classify", codec, 1, 0), "good", 0);
        assertTrue(text().startsWith("\\u001b[31mred\\nline\t0.7311\nxxxxx"), text());
        out.reset();
        Inspect.run(folder.resolve("classify").toString(), stream());
        assertTrue(text().contains("\\u001b[31mred\\nline, xxxx"), text());
        assertFalse(text().contains("\u001b") || text().length() > 20_000);
        out.reset();
        predict(constant("transcribe", codec, 1, 0, 0), "good", 0);
        assertEquals("\\u001b[31mred\\nline\n", text());
    }

    @Test
    void numbersOfATextAreInTheirOwnUnit() throws IOException {
        var stars = new Scaling(new double[] {3, 0}, new double[] {2, 10});
        var codec = new Codec(new Vocabulary(WORDS, 16), Scaling.none(0), List.of(), stars);
        var model = constant("forecast", codec, 0.5f, -1);
        predict(model, "not bad", 0);
        assertEquals("4.0\n-10.0\n", text());
    }

    @Test
    void aTextThatNoRowMayHoldIsRefused() {
        for (var text : List.of("good ".repeat(240_000), "caf\uFFFD")) {
            var e = assertThrows(DataException.class, () -> predict(run, text, 0));
            assertTrue(e.getMessage().startsWith("--text: expected"), e.getMessage());
        }
    }

    @Test
    void aTextWithoutWordsIsRefused() {
        var e = assertThrows(DataException.class, () -> predict(run, " ... ", 0));
        assertTrue(e.getMessage().contains("at least one word"), e.getMessage());
    }

    @Test
    void aDirectoryWithoutAModelIsNamed() {
        var nowhere = folder.resolve("nowhere").toString();
        var e = assertThrows(FileNotFoundException.class, () -> predict(nowhere, "good", 0));
        assertTrue(e.getMessage().startsWith(nowhere), e.getMessage());
    }

    @Test
    void aModelShowsItsLabelsParametersAndOrigin() throws IOException {
        Inspect.run(run, stream());
        assertMatches("labels +negative, positive");
        assertMatches("trained +2 epochs, seed 9");
        assertMatches("data +fingerprint");
        assertMatches("from +runs/old, parameters sha256 ab12, data f00d");
        assertMatches("versions +Unroll 0.1, Spark 4.1.0, Java 17");
        assertMatches("validation.accuracy +0.75");
        assertMatches("input.embedding +\\[5, 4\\] +20");
        assertMatches("head.b +\\[2\\] +2");
        assertMatches("all +" + network.layout().size());
        assertTrue(text().contains("embedding: 4"), text());
    }

    @Test
    void aCheckpointShowsItsRoundVectorsAndState() throws IOException {
        var theta = network.layout().initialParameters(1);
        var checkpoints = new Checkpoints(new LocalStore(), run);
        var state = JsonNodeFactory.instance.objectNode().put("epoch", 4).put("round", 2);
        state.put("best", "round 11");
        checkpoints.write(12, network.layout(), Map.of("theta", theta), state);
        Inspect.run(run + "/checkpoints/round-00012", stream());
        assertMatches("number +12");
        assertMatches("vectors +theta");
        assertMatches("trained +4 epochs and 2 rounds");
        assertMatches("best +round 11");
        assertMatches("all +" + network.layout().size());
    }

    private void assertMatches(String line) {
        assertTrue(
                Pattern.compile("(?m)^" + line + "$").matcher(text()).find(),
                line + " in\n" + text());
    }
}
