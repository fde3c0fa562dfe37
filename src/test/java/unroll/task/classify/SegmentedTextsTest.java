package unroll.task.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import unroll.conf.AdversarialConf;
import unroll.conf.InputConf;
import unroll.conf.ModelConf.Pooling;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.train.Setup;

/** Training reads segments, as scoring reads texts that are as short as they are. */
final class SegmentedTextsTest {
    private static final int SEGMENT = 3;
    private static final int[] LENGTHS = {8, 2, 6, 1, 7};
    private static final int[] LABELS = {1, 0, 0, 1, 1};

    private final int[][] texts = new int[LENGTHS.length][];
    private final Random random = new Random(8);

    SegmentedTextsTest() {
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.ints(LENGTHS[i], 0, Setup.VOCABULARY).toArray();
        }
    }

    static Stream<InputConf> inputs() {
        return Stream.of(InputConf.Words.random(6), new InputConf.OneHot());
    }

    private static Network network(InputConf input, int segment, Pooling pooling) {
        var setup = new Setup();
        setup.dropout = 0;
        setup.pooling = pooling;
        setup.input = input;
        setup.segment = segment;
        return setup.spec().task().network();
    }

    private float[] theta(Network network) {
        var theta = new float[network.layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.4 * random.nextGaussian());
        }
        return theta;
    }

    private static double loss(Network network, float[] theta, float[] gradient, int[][] texts) {
        var workspace = network.open(new Capacity(texts.length, 30, true));
        return workspace.train(theta, gradient, Batches.of(texts, LABELS), 1).mean();
    }

    /** Logits are linear in the mean of the hidden states, hence in those of the segments. */
    @ParameterizedTest
    @MethodSource("inputs")
    void theLossIsThatOfTheSegmentsTogether(InputConf input) {
        var network = network(input, SEGMENT, Pooling.MEAN);
        var theta = theta(network);
        assertEquals(expected(network, theta), loss(network, theta, theta.clone(), texts), 1e-5);
    }

    /** Of two classes, whose logits differ by the logarithm of the odds. */
    private double expected(Network network, float[] theta) {
        var whole = network.open(new Capacity(1, 30, false));
        double sum = 0;
        double terms = 0;
        for (int i = 0; i < texts.length; i++) {
            double logits = 0;
            for (int from = 0; from < LENGTHS[i]; from += SEGMENT) {
                int to = Math.min(LENGTHS[i], from + SEGMENT);
                var segment = new int[][] {Arrays.copyOfRange(texts[i], from, to)};
                var p = whole.score(theta, Batches.of(segment, 0));
                logits += Math.log(p[LABELS[i]] / p[1 - LABELS[i]]) * (to - from) / LENGTHS[i];
            }
            double weight = LABELS[i] == 0 ? 1 : 1.5;
            sum += weight * Math.log1p(Math.exp(-logits));
            terms += weight;
        }
        return sum / terms;
    }

    /** Scoring reads none of it; the loss rises by about epsilon times the gradients' norms. */
    @Test
    void segmentsOfAPerturbedTextArePerturbedTogether() {
        var setup = new Setup();
        setup.dropout = 0;
        setup.pooling = Pooling.MEAN;
        setup.segment = SEGMENT;
        var plain = setup.spec().task().network();
        setup.adversarial = new AdversarialConf(1e-3, 1, false);
        var perturbed = setup.spec().task().network();
        var theta = theta(plain);
        var batch = Batches.of(texts, LABELS);
        var capacity = new Capacity(texts.length, 30, true);
        var workspace = perturbed.open(capacity);
        double loss = workspace.train(theta, theta.clone(), batch, 1).mean();
        assertEquals(loss(plain, theta, theta.clone(), texts), loss);
        double rise = workspace.penalty() - loss;
        assertTrue(rise > 1e-5 && rise < 1e-3, "" + rise);
        assertArrayEquals(plain.open(capacity).score(theta, batch), workspace.score(theta, batch));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theGradientIsTheSlope(InputConf input) {
        for (var pooling : new Pooling[] {Pooling.MEAN, Pooling.MAX, Pooling.ATTENTION}) {
            var network = network(input, SEGMENT, pooling);
            var theta = theta(network);
            var gradient = new float[theta.length];
            loss(network, theta, gradient, texts);
            double expected = 0;
            float[] above = theta.clone();
            float[] below = theta.clone();
            for (int i = 0; i < theta.length; i++) {
                float by = 1e-3f * random.nextFloat() * Math.signum(gradient[i]);
                above[i] += by;
                below[i] -= by;
                expected += ((double) above[i] - below[i]) * gradient[i];
            }
            var unused = new float[theta.length];
            double found =
                    loss(network, above, unused, texts) - loss(network, below, unused, texts);
            assertEquals(1, found / expected, 3e-3, pooling.toString());
        }
    }
}
