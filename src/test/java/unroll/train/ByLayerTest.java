package unroll.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** Rates that fall from layer to layer, and layers that begin one after the other. */
class ByLayerTest {
    private static final double RATE = 0.1;

    private static Setup setup(GroupConf.ByLayer byLayer) {
        var setup = new Setup();
        setup.epochs = 5;
        setup.optimizer = new OptimizerConf.Sgd(RATE);
        setup.schedule = new ScheduleConf.Constant(0);
        setup.layers =
                List.of(
                        new RecurrentConf(CellConf.Name.LSTM, 5, true),
                        new RecurrentConf(CellConf.Name.GRU, 4, false));
        setup.byLayer = byLayer;
        return setup;
    }

    /** The states at the start and after one round of each epoch. */
    private static List<State> train(WorkerSpec spec) {
        var states = new ArrayList<>(List.of(Setup.start(spec)));
        try (var rounds = new LocalRounds(spec, Setup.shards(20, 9), List.of(), 1)) {
            for (int epoch = 0; epoch < spec.conf().training().epochs(); epoch++) {
                var id = new RoundId(epoch, 0, 1);
                states.add(rounds.train(states.get(epoch), id).state());
            }
        }
        return states;
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void layersBeginFromTheHeadDownToTheInputs(Strategy strategy) {
        var setup = setup(new GroupConf.ByLayer(1, 1));
        setup.strategy = strategy;
        var spec = setup.spec();
        var states = train(spec);
        var below = List.of("head.", "encoder.l1.", "encoder.l0.", "input.");
        for (var slice : spec.task().network().layout().slices()) {
            int begins =
                    below.indexOf(
                            below.stream()
                                    .filter(slice.name()::startsWith)
                                    .findFirst()
                                    .orElseThrow());
            for (int epoch = 0; epoch < setup.epochs; epoch++) {
                var before = states.get(epoch).theta();
                var after = states.get(epoch + 1).theta();
                boolean moved =
                        !Arrays.equals(
                                before,
                                slice.offset(),
                                slice.end(),
                                after,
                                slice.offset(),
                                slice.end());
                assertEquals(epoch >= begins, moved, slice.name() + " in epoch " + epoch);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "head.w, 1",
        "encoder.l1.forward.wh, 0.5",
        "encoder.l0.backward.wx, 0.25",
        "input.embedding, 0.125"
    })
    void eachLayerMovesByTheFactorOfTheOneAbove(String parameter, float factor) {
        // One batch of one shard, so that both take the same gradient.
        var alike = step(setup(GroupConf.ByLayer.ALIKE).spec(), parameter);
        var falling = step(setup(new GroupConf.ByLayer(0.5, 0)).spec(), parameter);
        assertTrue(Arrays.stream(alike).anyMatch(x -> x != 0));
        for (int i = 0; i < alike.length; i++) {
            assertEquals(factor * alike[i], falling[i], 1e-6);
        }
    }

    private static double[] step(WorkerSpec spec, String parameter) {
        var start = Setup.start(spec);
        try (var rounds = new LocalRounds(spec, Setup.shards(4), List.of(), 1)) {
            var end = rounds.train(start, new RoundId(0, 0, 1)).state();
            var slice = spec.task().network().layout().slice(parameter);
            var change = new double[slice.size()];
            for (int i = 0; i < change.length; i++) {
                change[i] =
                        (double) end.theta()[slice.offset() + i]
                                - start.theta()[slice.offset() + i];
            }
            return change;
        }
    }

    @Test
    void theyAreGroupsAfterThoseThatAreGiven() {
        var byLayer = setup(new GroupConf.ByLayer(0.5, 2));
        byLayer.groups = List.of(new GroupConf("*.wh", 0.03, 0, 1));
        var written = setup(GroupConf.ByLayer.ALIKE);
        written.groups =
                List.of(
                        new GroupConf("*.wh", 0.03, 0, 1),
                        new GroupConf("encoder.l1.*", 0.05, 0, 3),
                        new GroupConf("encoder.l0.*", 0.025, 0, 5),
                        new GroupConf("input.*", 0.0125, 0, 7));
        assertArrayEquals(last(written), last(byLayer));
    }

    /** A layer is written as the beginnings of its parameters' names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caption | model.layers=[{size: 2}, {size: 2}] | head > decoder.l1 > decoder.l0 > target input",
                "translate | decoder.layers=2 | head > decoder.l1 > decoder.l0 > target encoder.l0 > input",
                "parse | model.layers=[{size: 2}, {size: 2}] | head > decoder.l0 > target encoder.l1 > encoder.l0 > input",
                "autoencode | model.pooling=attention | head > decoder.l0 > target encoder.vector pooling > encoder.l0 > input"
            })
    void theLayersOfADecoderAreAboveWhatItReads(String task, String settings, String below) {
        boolean repeats = task.equals("autoencode");
        boolean words = !task.equals("caption");
        var columns = (words ? "" : ", vector: v") + (repeats ? "" : ", target: t");
        var conf =
                Tasks.reader()
                        .read(
                                """
                task: %s
                run: {dir: d}
                data: {train: {format: json, path: p%s}}
                text: {tokenizer: whitespace}
                training: {optimizer: {name: sgd, rate: 0.5, layerDecay: 0.5, unfreeze: 1}}
                """
                                        .formatted(task, columns),
                                "test",
                                List.of(settings));
        var codec =
                new Codec(
                        new Vocabulary(words ? List.of("a", "b") : List.of(), 1),
                        Scaling.none(words ? 0 : 3),
                        List.of(),
                        Scaling.none(0));
        var written = List.of("shift A", "reduce B");
        var network = Tasks.of(conf, repeats ? codec : codec.withWritten(written)).network();
        var layers = List.of(below.split(" > "));
        for (var slice : network.layout().slices()) {
            var name = slice.name();
            int depth = 0;
            while (Stream.of(layers.get(depth).split(" ")).noneMatch(name::startsWith)) {
                depth++;
            }
            double rate =
                    conf.groups().stream()
                            .filter(group -> group.matches(name))
                            .mapToDouble(GroupConf::rate)
                            .findFirst()
                            .orElse(0.5);
            assertEquals(0.5 * Math.pow(0.5, depth), rate, name);
            for (int epoch = 0; epoch < layers.size(); epoch++) {
                assertEquals(epoch < depth, conf.frozen(name, epoch), name + " in " + epoch);
            }
        }
    }

    @Test
    void aNetworkWithoutTablesOfWordsHasNoLayerOfInputs() {
        var setup = setup(new GroupConf.ByLayer(0.5, 1));
        setup.input = new InputConf.OneHot();
        assertTrue(last(setup).length > 0);
    }

    private static float[] last(Setup setup) {
        return train(setup.spec()).get(setup.epochs).theta();
    }
}
