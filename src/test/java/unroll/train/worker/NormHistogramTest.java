package unroll.train.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import unroll.io.Fields;

class NormHistogramTest {
    @Test
    void quantilesAreRightToATwentiethAndSumsDoNotDependOnTheOrder() {
        var random = new SplittableRandom(3);
        var norms = random.doubles(1000).map(x -> Math.exp(20 * x - 10)).toArray();
        var whole = new NormHistogram();
        var parts = new NormHistogram[] {new NormHistogram(), new NormHistogram()};
        for (double norm : norms) {
            whole.add(norm);
            parts[random.nextInt(2)].add(norm);
        }
        parts[1].add(parts[0]);
        assertEquals(whole.toJson(), parts[1].toJson());
        assertEquals(whole.toJson(), NormHistogram.of(Fields.of("", whole.toJson(), "")).toJson());
        Arrays.sort(norms);
        for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 1}) {
            double exact = norms[(int) Math.round(share * 1000) - 1];
            assertEquals(exact, whole.quantile(share), 0.05 * exact, "quantile " + share);
        }
    }

    @Test
    void nothingCountedIsZeroAndAnyNormHasABin() {
        var histogram = new NormHistogram();
        assertEquals(0, histogram.quantile(0.5));
        for (double norm : new double[] {0, Double.MIN_VALUE, 1e-300, 1, 1e300}) {
            histogram.add(norm);
        }
        assertEquals(5, histogram.total());
        assertEquals(1, histogram.quantile(0.8), 0.05);
    }
}
