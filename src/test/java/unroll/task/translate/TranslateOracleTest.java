package unroll.task.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.measure.Argmax;
import unroll.nn.Capacity;
import unroll.nn.batch.Batch;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleTranslator;
import unroll.task.WordsComparison;

/** Loss and gradients of the whole network are those of an oracle in double precision. */
final class TranslateOracleTest {
    @ParameterizedTest
    @CsvSource({
        "gru, 1, 0, additive, false",
        "gru, 2, 0.1, dot, false",
        "lstm, 1, 0.2, additive, false",
        "lstm, 2, 0, additive, false",
        "elman, 1, 0, dot, false",
        "mingru, 2, 0, additive, false",
        "gru, 1, 0, additive, true",
        "gru, 2, 0.1, dot, true",
        "lstm, 1, 0, dot, true",
        "lstm, 2, 0, additive, true",
        "elman, 1, 0.1, additive, true",
        "mingru, 1, 0, dot, true"
    })
    void lossAndGradients(
            String cell, int layers, double smoothing, String attention, boolean feeding) {
        var small =
                new SmallTranslator(
                        "model.layers=[{cell: " + cell + ", size: 2, bidirectional: true}]",
                        "decoder.layers=" + layers,
                        "decoder.attention=" + attention,
                        "decoder.inputFeeding=" + feeding,
                        "training.labelSmoothing=" + smoothing);
        var oracle = oracle(cell, layers, attention.equals("dot"), feeding);
        WordsComparison.check(
                small.task,
                small.theta,
                small.sentences(),
                smoothing,
                (tape, all, sentence) ->
                        oracle.logits(
                                tape,
                                all,
                                sentence.ids(),
                                WordsComparison.before(sentence.classes())));
    }

    /** Each step but the first reads the most probable word of the step before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ownWordsTakeThePlaceOfTrueOnes(boolean feeding) {
        var plain = new SmallTranslator("decoder.inputFeeding=" + feeding);
        var sampled =
                new SmallTranslator(
                        "decoder.inputFeeding=" + feeding, "decoder.scheduledSampling=1");
        var sentences = plain.sentences();
        var batch = plain.batch(sentences);
        int words = plain.task.words();
        var capacity = plain.task.capacity();
        float[] scores = plain.task.network().open(capacity).score(plain.theta, batch).clone();
        var packing = batch.target().packing();
        for (int t = 1; t < packing.steps(); t++) {
            for (int b = 0; b < packing.active(t); b++) {
                int before = packing.row(t - 1, b);
                batch.stream(Batch.PREVIOUS).ids()[packing.row(t, b)] =
                        Argmax.of(scores, before * words, words);
            }
        }
        var expected = new float[plain.theta.length];
        var loss = plain.task.network().open(capacity).train(plain.theta, expected, batch, 1);
        var gradient = new float[plain.theta.length];
        var found =
                sampled.task
                        .network()
                        .open(capacity)
                        .train(plain.theta, gradient, plain.batch(sentences), 1);
        assertEquals(loss, found);
        assertArrayEquals(expected, gradient);
    }

    private static OracleTranslator oracle(String cell, int layers, boolean dot, boolean feeding) {
        var name = CellConf.Name.valueOf(cell.toUpperCase(java.util.Locale.ROOT));
        var conf = new RecurrentConf(name, 2, true);
        return new OracleTranslator(
                new OracleStack.Layer(OracleCells.of(conf, 2), 2, true),
                OracleCells.of(conf, 3),
                3,
                Cells.of(conf).cellStates(),
                layers,
                dot,
                feeding);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresDoNotDependOnTheOtherSentences(boolean feeding) {
        var small = new SmallTranslator("decoder.layers=2", "decoder.inputFeeding=" + feeding);
        var sentences = small.sentences();
        var capacity = new Capacity(6, 60, false);
        var batch = small.batch(sentences);
        var together = small.task.network().open(capacity);
        float[] scores = together.score(small.theta, batch).clone();
        var packing = batch.target().packing();
        var alone = small.task.network().open(capacity);
        for (int i = 0; i < sentences.size(); i++) {
            int example = batch.numbers()[i];
            var own = alone.score(small.theta, small.batch(List.of(sentences.get(example))));
            int count = sentences.get(example).classes().length * small.task.words();
            assertArrayEquals(
                    packing.rows(scores, small.task.words(), packing.place(i)),
                    Arrays.copyOf(own, count));
        }
    }
}
