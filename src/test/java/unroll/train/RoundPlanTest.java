package unroll.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoundPlanTest {
    @Test
    void smallDataAreNotDivided() {
        for (long batches : new long[] {0, 1, 15, 29, 100, 319}) {
            assertEquals(1, RoundPlan.of(batches).shards(), batches + " batches");
        }
    }

    @Test
    void largeDataHaveEightShards() {
        assertEquals(new RoundPlan(8, 20), RoundPlan.of(100_000));
        assertEquals(new RoundPlan(8, 20), RoundPlan.of(Long.MAX_VALUE));
    }

    @Test
    void anEpochHasSeveralRoundsWhereverShardsMustAgree() {
        for (long batches = 0; batches < 5000; batches++) {
            var plan = RoundPlan.of(batches);
            double rounds = (double) batches / plan.shards() / plan.every();
            assertTrue(plan.shards() == 1 || rounds >= 8, batches + " batches: " + plan);
        }
    }
}
