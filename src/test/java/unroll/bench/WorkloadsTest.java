package unroll.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.KernelChoice;

/** The workloads with names that users compare, such as with PyTorch's, on small networks. */
final class WorkloadsTest {
    @ParameterizedTest
    @ValueSource(strings = {"S7", "T3", "T4", "T5"})
    void aStepOfTrainingLearnsFromTheBatch(String name) {
        var workload =
                Workloads.ALL.stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
        var network = workload.network(KernelChoice.AUTO);
        var theta = network.layout().initialParameters(1);
        var gradient = new float[theta.length];
        var workspace = network.open(workload.capacity(true));
        var batch = workload.batches(0).get(0);
        double before = workspace.train(theta, gradient, batch, 0).sum();
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        for (int i = 0; i < theta.length; i++) {
            theta[i] -= (float) (0.01 * gradient[i] / Math.sqrt(norm));
        }
        assertTrue(workspace.train(theta, gradient, batch, 1).sum() < before);
        assertTrue(workload.multiplyAdds().training() > workload.multiplyAdds().scoring());
    }

    @Test
    void decodingWritesAllWordsOfAllSentences() {
        var translator = new TranslationWorkload("small", 8, 50, 40, 3, 2, 5);
        var workload = new DecodingWorkload("small-decode", translator, 4);
        var batch = workload.batches(0).get(0);
        var texts = workload.writing(KernelChoice.AUTO).of(batch);
        assertEquals(3, texts.size());
        for (var text : texts) {
            assertEquals(4, text.steps().size());
        }
        assertEquals(12, workload.tokens(batch));
        double written = 26.0 * 8 * 8 + 4 * 8 * 40;
        assertTrue(workload.multiplyAdds().scoring() > written);
    }
}
