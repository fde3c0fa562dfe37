package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.optimizer.OptimizerConf;
import unroll.math.Kernels;

/** Steps without a gradient at once, against one by one. */
final class IdleStepsTest {
    /** Rate and momentum change from step to step. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void togetherTheyAreWhatTheOptimizerDoesOneByOne(boolean nesterov) {
        int steps = 200;
        var random = new Random(2);
        var idle = new IdleSteps();
        idle.clear();
        var theta = new double[steps + 1]; // of rows that began to wait after so many steps
        var velocity = new double[steps + 1];
        for (int step = 0; step < steps; step++) {
            theta[step] = 1;
            velocity[step] = 1;
            float rate = random.nextFloat();
            float momentum = 0.5f + random.nextFloat() / 2;
            idle.add(rate, momentum, nesterov);
            for (int row = 0; row <= step; row++) {
                velocity[row] *= momentum;
                theta[row] -= rate * (nesterov ? momentum * velocity[row] : velocity[row]);
            }
            assertEquals(step + 1, idle.steps());
        }
        for (int row = 0; row < steps; row++) {
            assertEquals(velocity[row], idle.kept(row), 1e-12 * velocity[row] + 1e-30);
            assertEquals(theta[row], 1 - idle.travel(row), 1e-12 * idle.travel(row));
        }
        assertEquals(1, idle.kept(steps));
        assertEquals(0, idle.travel(steps));
        idle.clear();
        assertEquals(0, idle.steps());
        assertEquals(1, idle.kept(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void elementsMoveAsByTheOptimizerWithoutAGradient(boolean nesterov) {
        var conf = new OptimizerConf.Momentum(0.1, 0.9, 0, nesterov, 0);
        float[] theta = {5, 1, -2, 5};
        float[] velocity = {7, 0.5f, -3, 7};
        var expected = theta.clone();
        var expectedVelocity = new float[][] {velocity.clone()};
        var idle = new IdleSteps();
        idle.clear();
        for (int step = 2; step < 40; step++) {
            double rate = 0.1 / step;
            Optimizer.of(conf, Kernels.scalar())
                    .step(expected, new float[4], expectedVelocity, Ranges.of(1, 3), rate, step);
            idle.add((float) rate, 0.9f, nesterov);
        }
        IdleSteps.apply(idle.kept(0), idle.travel(0), theta, velocity, 1, 3);
        assertArrayEquals(expected, theta, 1e-6f);
        assertArrayEquals(expectedVelocity[0], velocity, 1e-6f);
        assertEquals(5, theta[0]);
        assertEquals(7, velocity[3]);
    }
}
