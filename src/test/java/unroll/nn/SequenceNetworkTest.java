package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Kernels;
import unroll.nn.batch.Batch;
import unroll.nn.input.Embedding;
import unroll.nn.input.WordTable;
import unroll.nn.layer.ActivationPenalty;
import unroll.nn.loss.vocabulary.WordSoftmax;
import unroll.nn.recurrent.RecurrentLayer;

/** A language model with a penalty, whose scores come in blocks of two rows. */
final class SequenceNetworkTest {
    private static final int WORDS = 6;
    private static final int UNITS = 4;
    private static final int[][] SEQUENCES = {{1, 2, 3, 4}, {5, 1, 1}};
    private static final int ROWS = 7;

    private final SequenceNetwork network = network();
    private final Batch batch =
            Batches.fill(Batches.steps(SEQUENCES.length, ROWS), SEQUENCES, 2, 3);

    private static SequenceNetwork network() {
        var builder = new Layout.Builder();
        var table = new WordTable(builder, "input", WORDS, UNITS);
        var gru = Cells.of(new RecurrentConf(CellConf.Name.GRU, UNITS, false));
        var layers =
                List.of(
                        new Embedding(Batch.SOURCE, List.of(table), WORDS, 0, 0),
                        new RecurrentLayer(builder, "layer", gru, UNITS, UNITS, false),
                        new ActivationPenalty(UNITS, 0.5, 2));
        var head = new WordSoftmax(builder, "head", UNITS, WORDS, 2);
        return new SequenceNetwork(
                builder.build(), List.of(new Chain("encoder", layers)), head, Kernels.fastest());
    }

    private Workspace open(boolean training) {
        return network.open(new Capacity(SEQUENCES.length, ROWS, training));
    }

    @Test
    void scoresInBlocksAreCollectedInTheirOrder() {
        var theta = network.layout().initialParameters(1);
        var expected = new float[ROWS * WORDS];
        int[] calls = {0};
        open(false)
                .score(
                        theta,
                        batch,
                        (scores, first, count) -> {
                            calls[0]++;
                            System.arraycopy(scores, 0, expected, first * WORDS, count * WORDS);
                        });
        assertTrue(calls[0] > 1, calls[0] + " blocks");
        assertArrayEquals(expected, open(false).score(theta, batch));
    }

    @Test
    void anotherThetaIsScoredAnew() {
        var layout = network.layout();
        var workspace = open(false);
        workspace.score(layout.initialParameters(1), batch);
        var theta = layout.initialParameters(2);
        var expected = open(false).score(theta, batch).clone();
        assertArrayEquals(expected, workspace.score(theta, batch));
        Arrays.fill(theta, 0.1f);
        workspace.invalidate();
        assertArrayEquals(open(false).score(theta, batch), workspace.score(theta, batch));
    }

    @Test
    void aPenaltyIsThatOfTheLastBatch() {
        var layout = network.layout();
        var theta = layout.initialParameters(1);
        var gradient = new float[layout.size()];
        var workspace = open(true);
        workspace.train(theta, gradient, batch, 1);
        double penalty = workspace.penalty();
        assertTrue(penalty > 0 && penalty < 1, "" + penalty);
        workspace.train(theta, gradient, batch, 1);
        assertEquals(penalty, workspace.penalty());
    }
}
