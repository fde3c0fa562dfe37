package unroll.task.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.diagnose.Diagnoser;
import unroll.task.Scorer;

final class TranslatorDiagnosisTest {
    /** Both the encoder and the decoder are watched, though their steps differ. */
    @Test
    void encoderAndDecoderAreWatched() {
        var small = new SmallTranslator("decoder.layers=2");
        var shard = small.shard(small.sentences());
        var diagnosis = Diagnoser.of(small.model(), shard, 3, 1);
        assertEquals(
                List.of(
                        "encoder.l0.forward",
                        "encoder.l0.backward",
                        "decoder.l0.forward",
                        "decoder.l1.forward"),
                diagnosis.directions().stream().map(direction -> direction.name()).toList());
        var evaluator = small.task.evaluator();
        new Scorer(small.model()).measure(shard, evaluator);
        assertEquals(evaluator.evaluation().loss(), diagnosis.loss(), 1e-6);
        assertTrue(diagnosis.loss() > 0);
    }
}
