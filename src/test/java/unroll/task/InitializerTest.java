package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.encode.Calibration;
import unroll.nn.Layout;
import unroll.nn.input.FeatureScores;
import unroll.task.classify.Classify;
import unroll.task.registry.Tasks;
import unroll.text.NGramTable;

/** What {@code model.initializer} does to a network's parameters. */
final class InitializerTest {
    private static final int WORDS = 200;

    private static Layout layout(String... overrides) {
        return layout(NGramTable.NONE, overrides);
    }

    private static Layout layout(NGramTable ngrams, String... overrides) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: r}
                        data: {train: {format: json, path: p}}
                        model:
                          inputs: [{width: 20}, {kind: letters, width: 20}]
                          layers:
                          - {cell: lstm, size: 40, bidirectional: true, forgetBias: 2}
                          - {layer: convolution, size: 30}
                          - {cell: elman, size: 40}
                          layerNorm: true
                          pooling: attention
                        """,
                                "test",
                                List.of(overrides));
        return new Classify(
                        conf, WORDS, 0, List.of(1.0, 1.0, 1.0), Calibration.NONE, ngrams, List.of())
                .network()
                .layout();
    }

    /** The weights of n-grams say themselves how they start. */
    @Test
    void normalLeavesTheWeightsOfNGramsAtZero() {
        var ngrams = NGramTable.of(List.of(new int[] {20}, new int[] {30}), WORDS);
        var layout = layout(ngrams, "model.initializer={normal: 0.01}", "model.wide={start: zero}");
        var weights = layout.slice(FeatureScores.WEIGHTS);
        float[] theta = layout.initialParameters(3);
        float[] found = Arrays.copyOfRange(theta, weights.offset(), weights.end());
        assertArrayEquals(new float[2 * 3], found);
    }

    @Test
    void normalGivesEveryMatrixItsDeviationAndLeavesBiases() {
        var layout = layout("model.initializer={normal: 0.01}");
        var usual = layout();
        float[] theta = layout.initialParameters(3);
        float[] standard = usual.initialParameters(3);
        for (var slice : layout.slices()) {
            if (slice.shape().size() == 1) {
                for (int i = slice.offset(); i < slice.end(); i++) {
                    assertEquals(standard[i], theta[i], slice.name());
                }
                continue;
            }
            double sum = 0;
            double squares = 0;
            for (int i = slice.offset(); i < slice.end(); i++) {
                sum += theta[i];
                squares += (double) theta[i] * theta[i];
            }
            int n = slice.size();
            // Five standard errors of a mean and of a deviation.
            assertEquals(0, sum / n, 5 * 0.01 / Math.sqrt(n), slice.name());
            assertEquals(0.01, Math.sqrt(squares / n), 5 * 0.01 / Math.sqrt(2.0 * n), slice.name());
        }
    }
}
