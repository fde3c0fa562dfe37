package unroll.nn.loss.vocabulary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogUniformSamplerTest {
    private static int[] sample(int classes, long key, int count) {
        var marks = new int[classes];
        new LogUniformSampler(classes).draw(key, count, marks);
        return marks;
    }

    @ParameterizedTest
    @CsvSource({"2,1", "7,3", "7,6", "30000,1000"})
    void asManyClassesAsAskedForAreMarked(int classes, int count) {
        var marks = sample(classes, 5, count);
        assertEquals(count, Arrays.stream(marks).sum());
        assertEquals(1, Arrays.stream(marks).max().orElseThrow());
    }

    @Test
    void theSampleIsAFunctionOfTheKey() {
        assertArrayEquals(sample(500, 5, 40), sample(500, 5, 40));
        assertFalse(Arrays.equals(sample(500, 5, 40), sample(500, 6, 40)));
    }

    /** Every class in as many samples of one draw as its probability says. */
    @Test
    void oneDrawIsLogUniform() {
        int classes = 6;
        int samples = 100_000;
        var sampler = new LogUniformSampler(classes);
        var found = new double[classes];
        for (int i = 0; i < samples; i++) {
            var marks = new int[classes];
            assertEquals(1, sampler.draw(i, 1, marks));
            for (int k = 0; k < classes; k++) {
                found[k] += (double) marks[k] / samples;
            }
        }
        for (int k = 0; k < classes; k++) {
            double p = Math.log((k + 2.0) / (k + 1.0)) / Math.log(7);
            assertEquals(p, found[k], 0.006, "class " + k);
            assertEquals(Math.log(p), sampler.logExpected(k, 1), 1e-12);
            assertEquals(Math.log(1 - Math.pow(1 - p, 9)), sampler.logExpected(k, 9), 1e-12);
        }
    }

    @Test
    void rareClassesKeepTheirDigits() {
        var sampler = new LogUniformSampler(1 << 24);
        // p and a hundred times p, to the first order.
        double p = 1 / ((1 << 24) + 0.5) / Math.log((1 << 24) + 1);
        assertEquals(Math.log(p), sampler.logExpected((1 << 24) - 1, 1), 1e-9);
        assertEquals(Math.log(100 * p), sampler.logExpected((1 << 24) - 1, 100), 1e-5);
    }
}
