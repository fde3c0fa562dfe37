package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import unroll.encode.Codec;
import unroll.math.Allocations;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

final class ScorerTest {
    private static TrainedModel model(String... overrides) {
        var all = new ArrayList<>(List.of(overrides));
        all.add("kernels=scalar");
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: nowhere}
                        data: {train: {format: json, path: nowhere}}
                        model: {embedding: 16, layers: [{cell: lstm, size: 16}]}
                        """,
                                "test",
                                all);
        var codec = Codec.ofTexts(new Vocabulary(List.of("good", "bad"), 2), List.of("neg", "pos"));
        return Tasks.trained(conf, codec, network -> network.layout().initialParameters(1));
    }

    /** Runs the same in several threads, one after the other ended. */
    private static <T> List<Future<T>> inThreads(int threads, Callable<T> work)
            throws InterruptedException {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var all = new ArrayList<Callable<T>>();
            for (int i = 0; i < threads; i++) {
                all.add(work);
            }
            return pool.invokeAll(all);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aScorerThatThreadsShareFailsInsteadOfScoringWrongly() throws Exception {
        var model = model();
        var own = new Scorer(model);
        var expected = own.score(List.of(own.encode(List.of("good", "bad", "good")))).get(0);
        var shared = new Scorer(model);
        int right = 0;
        for (var future :
                inThreads(
                        4,
                        () -> {
                            float[] last = {};
                            for (int i = 0; i < 50; i++) {
                                last =
                                        shared.score(
                                                        List.of(
                                                                shared.encode(
                                                                        List.of(
                                                                                "good", "bad",
                                                                                "good"))))
                                                .get(0);
                            }
                            return last;
                        })) {
            try {
                assertArrayEquals(expected, future.get());
                right++;
            } catch (ExecutionException e) {
                assertInstanceOf(IllegalStateException.class, e.getCause());
                assertTrue(e.getCause().getMessage().contains("scorer of its own"));
            }
        }
        assertEquals(1, right, "of the thread that used it first");
    }

    @Test
    void aPredictorOfALanguageModelThatThreadsShareFails() throws Exception {
        var model = model("task=language", "bptt.steps=35");
        var predictor = model.task().predictor(model, 0);
        var examples = List.of(ModelInput.of(predictor.encode(List.of("good", "bad"))));
        assertEquals(1, predictor.predict(examples).size());
        for (var future : inThreads(2, () -> predictor.predict(examples))) {
            var thrown = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
        }
    }

    @Test
    void aScorerTakesTheMemoryThatItsTextsNeed() {
        var model = model("text.maxLength=20000");
        long before = Allocations.bytes();
        var scorer = new Scorer(model);
        scorer.score(List.of(scorer.encode(List.of("good", "bad"))));
        long taken = Allocations.bytes() - before;
        assertTrue(taken < (4 << 20), taken + " bytes for two words");
        // Longer ones later are scored as by a scorer that began with them.
        var text = Collections.nCopies(9000, "good");
        var fresh = new Scorer(model);
        assertArrayEquals(
                fresh.score(List.of(fresh.encode(text))).get(0),
                scorer.score(List.of(scorer.encode(text))).get(0));
    }
}
