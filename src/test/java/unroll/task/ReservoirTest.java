package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.read.ConfigurationWriter;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.math.Allocations;
import unroll.math.linear.SparseMatrix;
import unroll.math.linear.SpectralRadius;
import unroll.nn.Capacity;
import unroll.task.forecast.Forecast;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/**
 * A reservoir's readout continues what it was shown; that it computes its equations is shown by
 * {@link LayerContractTest}.
 */
final class ReservoirTest {
    private static final String YAML =
            """
            task: forecast
            run: {dir: nowhere, seed: 4}
            data: {train: {format: json, path: nowhere, sequence: x}}
            model:
              layers:
                - {cell: reservoir, size: 40, spectralRadius: 0.8, density: 0.2, inputScale: 0.5, leak: 0.6, washout: 20}
            training: {batch: 2, batchTokens: 400, ridge: [1e-12, 1e-10, 1]}
            """;

    private static Configuration conf(String... overrides) {
        return Tasks.reader().read(YAML, "test", List.of(overrides));
    }

    private static float[] sine(int from, int steps) {
        var x = new float[steps];
        for (int t = 0; t < steps; t++) {
            x[t] = (float) Math.sin(0.3 * (from + t));
        }
        return x;
    }

    private static Shard shard(int number, float[]... sequences) {
        var blocks = new BlockBuilder(Schema.next(Field.steps(1)));
        for (var sequence : sequences) {
            blocks.add(Example.vectors(sequence));
        }
        return new Shard(number, List.of(blocks.build()));
    }

    private static WorkerSpec spec(Configuration conf) {
        return new WorkerSpec(conf, new Forecast(conf, 0, Scaling.none(1), Scaling.none(0)));
    }

    private static float[] start(WorkerSpec spec) {
        return spec.task().network().layout().initialParameters(spec.conf().run().seed());
    }

    private static float[] train(WorkerSpec spec, List<Shard> shards, List<Shard> validation) {
        try (var rounds = new LocalRounds(spec, shards, validation, 2)) {
            var start = State.initial(start(spec), spec.conf());
            return rounds.train(start, new RoundId(0, 0, 1)).state().theta();
        }
    }

    private static TrainedModel model(WorkerSpec spec, float[] theta) {
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 1), Scaling.none(1), List.of(), Scaling.none(0));
        return Tasks.trained(spec.conf(), codec, network -> theta);
    }

    @Test
    void theRecurrenceIsSparseAndHasItsRadius() {
        var spec = spec(conf("model.layers=[{cell: reservoir, size: 300, density: 0.02}]"));
        var theta = start(spec);
        int wh = spec.task().network().layout().slice("reservoir.wh").offset();
        for (int row = 0; row < 300; row++) {
            int connections = 0;
            for (int i = 0; i < 300; i++) {
                connections += theta[wh + row * 300 + i] != 0 ? 1 : 0;
            }
            assertEquals(6, connections);
        }
        assertEquals(0.9, SpectralRadius.of(SparseMatrix.of(theta, wh, 300, 300)), 1e-6);
        assertArrayEquals(theta, start(spec));
    }

    @Test
    void whatRoundingLeftOfTheReadoutIsAddedToIt() {
        var spec = spec(conf());
        var theta = start(spec);
        var layout = spec.task().network().layout();
        theta[layout.slice("readout.w").offset()] = 2;
        theta[layout.slice("readout.rest").offset()] = 0.5f;
        var scores = new Scorer(model(spec, theta)).score(List.of(Example.vectors(sine(0, 9))));
        assertArrayEquals(new float[] {2.5f}, scores.get(0));
    }

    @Test
    void itTakesTheMemoryThatItSays() {
        var layer = "model.layers=[{cell: reservoir, size: 150, density: 0.4}]";
        var spec = spec(conf(layer, "training.batch=60", "training.batchTokens=60000"));
        var theta = start(spec);
        var network = spec.task().network();
        var batch = spec.task().schema().batch(60, 60000);
        spec.task().inOrder(shard(0, sine(0, 300))).fill(0, batch);
        for (boolean training : new boolean[] {false, true}) {
            var capacity = new Capacity(60, 60000, training);
            IntConsumer pass =
                    number -> {
                        var workspace = network.open(capacity);
                        if (training) {
                            network.closedForm().orElseThrow().sums(capacity).add(theta, batch);
                        } else {
                            workspace.score(theta, batch);
                        }
                    };
            // The first pass also loads classes.
            double taken = Allocations.least(2, pass);
            double share = network.workspaceBytes(capacity) / taken;
            assertTrue(share > 0.9 && share < 1.1, () -> training + " " + share);
        }
    }

    @Test
    void shardsAddUp() {
        var sequences = new ArrayList<float[]>();
        for (int i = 0; i < 6; i++) {
            var x = sine(5 * i, 60);
            for (int t = 0; t < x.length; t++) {
                x[t] += 0.3f * (float) Math.sin(1.7 * t * (i + 1));
            }
            sequences.add(x);
        }
        var spec = spec(conf("training.ridge=[1e-4]"));
        var one = train(spec, List.of(shard(0, sequences.toArray(float[][]::new))), List.of());
        var many = new ArrayList<Shard>();
        for (int i = 0; i < 6; i++) {
            many.add(shard(i, sequences.get(i)));
        }
        many.add(new Shard(6, List.of()));
        var sum = train(spec, many, List.of());
        var layout = spec.task().network().layout();
        int w = layout.slice("readout.w").offset();
        int rest = layout.slice("readout.rest").offset();
        for (int i = 0; i < 42; i++) {
            double expected = (double) one[w + i] + one[rest + i];
            assertEquals(expected, (double) sum[w + i] + sum[rest + i], 1e-9);
        }
    }

    @Test
    void aSineIsContinued() {
        var spec = spec(conf());
        var theta = train(spec, List.of(shard(0, sine(0, 300))), List.of(shard(0, sine(7, 100))));
        var run =
                new Scorer(model(spec, theta)).freeRun(List.of(Example.vectors(sine(50, 60))), 100);
        assertArrayEquals(sine(110, 100), run.get(0), 1e-3f);
    }

    @Test
    void validationChoosesTheRidge() {
        var shards = List.of(shard(0, sine(0, 300)));
        var validation = List.of(shard(0, sine(7, 100)));
        var first = train(spec(conf("training.ridge=[1]")), shards, List.of());
        var spec = spec(conf("training.ridge=[1, 1e-9]"));
        assertArrayEquals(first, train(spec, shards, List.of()));
        var best = train(spec, shards, validation);
        assertArrayEquals(train(spec(conf("training.ridge=[1e-9]")), shards, List.of()), best);
    }

    @Test
    void theWashoutIsNeitherLearntFromNorMeasured() {
        var spec = spec(conf());
        var disturbed = sine(0, 200);
        try (var rounds =
                new LocalRounds(
                        spec, List.of(), List.of(shard(0, disturbed), shard(1, sine(0, 15))), 1)) {
            assertEquals(199 - 20, rounds.evaluate(start(spec)).terms());
        }
        var theta = train(spec, List.of(shard(0, sine(0, 20))), List.of());
        assertArrayEquals(start(spec), theta);
    }

    @Test
    void theConfigurationIsWrittenAndReadBack() {
        var conf = conf();
        assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        assertTrue(conf.model().reservoir().isPresent(), "a reservoir");
        assertEquals(1, conf.training().epochs());
    }
}
