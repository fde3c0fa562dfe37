package unroll.task.keyterms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.task.LabelCounts;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Weights of the labels of words. */
final class KeyTermsWeightsTest {
    private static final int[] LABELS = {2, 0, 1, 2, 2}; // of B, I, O

    private static KeyTerms task(String weights) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: keyterms
                                run: {dir: nowhere}
                                data: {train: {format: json, path: nowhere}}
                                model: {embedding: 3, layers: [{cell: gru, size: 3}]}
                                """,
                                "test",
                                List.of("training.classWeights=" + weights));
        var codec =
                Codec.ofTexts(new Vocabulary(List.of("a", "b", "c"), 4), List.of("B", "I", "O"));
        return (KeyTerms)
                new KeyTermsKind().task(conf, codec, new LabelCounts(9, List.of(10L, 5L, 30L)));
    }

    @Test
    void rareLabelsWeighMore() {
        assertEquals(List.of(1.5, 3.0, 0.5), task("balanced").weights());
        assertEquals(List.of(2.0, 3.0, 1.0), task("{O: 1, B: 2, I: 3}").weights());
    }

    @Test
    void theLossIsTheMeanOverWordsByTheWeightsOfTheirLabels() {
        var task = task("{O: 1, B: 2, I: 4}");
        var blocks = new BlockBuilder(task.schema());
        blocks.add(Example.words(new int[] {1, 3, 2, 5, 0}).withLabels(LABELS).withSecond());
        var batch = task.schema().batch(task.capacity().sequences(), task.capacity().rows());
        task.inOrder(new Shard(0, List.of(blocks.build()))).fill(0, batch);
        var workspace = task.network().open(task.capacity());
        var theta = task.network().layout().initialParameters(3);
        double loss = workspace.train(theta, new float[theta.length], batch, 1).mean();
        var scores = workspace.score(theta, batch);
        double sum = 0;
        double terms = 0;
        for (int t = 0; t < LABELS.length; t++) {
            double weight = task.weights().get(LABELS[t]);
            sum -= weight * Math.log(scores[3 * t + LABELS[t]]);
            terms += weight;
        }
        assertEquals(sum / terms, loss, 1e-5);
    }
}
