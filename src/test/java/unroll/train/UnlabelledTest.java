package unroll.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.AdversarialConf;
import unroll.conf.SyncConf.Strategy;
import unroll.data.BlockBuilder;
import unroll.data.Shard;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** Training with unlabelled examples beside the others. */
final class UnlabelledTest {
    private static final int UNLABELLED = 7;

    private final Setup setup = new Setup();

    UnlabelledTest() {
        setup.adversarial = new AdversarialConf(0.5, 1, true);
        setup.unlabelled = true;
    }

    /** The shards with some examples more that have no label. */
    private static List<Shard> withUnlabelled(List<Shard> shards) {
        return shards.stream()
                .map(
                        shard -> {
                            var blocks = new BlockBuilder();
                            for (int i = 0; i < shard.examples(); i++) {
                                blocks.add(Setup.ids(shard, i), shard.target(i));
                            }
                            for (int i = 0; i < UNLABELLED; i++) {
                                int length = 1 + (i + shard.number()) % 9;
                                blocks.add(IntStream.range(i, i + length).toArray(), -1);
                            }
                            return new Shard(shard.number(), List.of(blocks.build()));
                        })
                .toList();
    }

    private static Rounds.Trained first(
            WorkerSpec spec, List<Shard> shards, State start, int threads) {
        try (var rounds = new LocalRounds(spec, shards, List.of(), threads)) {
            return rounds.train(start, new RoundId(0, 0, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void theyChangeParametersButCountForNoLoss(Strategy strategy) {
        setup.strategy = strategy;
        var spec = setup.spec();
        var labelled = Setup.shards(20, 9);
        var start = Setup.start(spec);
        var without = first(spec, labelled, start, 1);
        var with = first(spec, withUnlabelled(labelled), start, 1);
        assertEquals(terms(labelled), with.metrics().terms());
        assertEquals(terms(labelled), without.metrics().terms());
        assertEquals(without.metrics().batches(), with.metrics().batches());
        assertTrue(tokens(with.metrics()) > tokens(without.metrics()));
        assertFalse(Arrays.equals(without.state().theta(), with.state().theta()));
    }

    private static long tokens(Metrics metrics) {
        return metrics.tokens();
    }

    private static double terms(List<Shard> shards) {
        return shards.stream()
                .mapToDouble(
                        shard ->
                                IntStream.range(0, shard.examples())
                                        .mapToDouble(i -> shard.target(i) == 0 ? 1 : 1.5)
                                        .sum())
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void threadsChangeNoBit(Strategy strategy) {
        setup.strategy = strategy;
        setup.segment = 4;
        var spec = setup.spec();
        var shards = withUnlabelled(Setup.shards(20, 0, 9, 3));
        var start = Setup.start(spec);
        var one = first(spec, shards, start, 1);
        var many = first(spec, shards, start, 3);
        assertArrayEquals(one.state().theta(), many.state().theta());
        assertEquals(one.metrics().meanPenalty(), many.metrics().meanPenalty());
    }

    @Test
    void aShardWithoutLabelsHasNoSay() {
        var spec = setup.spec();
        var start = Setup.start(spec);
        var trained = first(spec, withUnlabelled(Setup.shards(0)), start, 1);
        assertArrayEquals(start.theta(), trained.state().theta());
    }
}
