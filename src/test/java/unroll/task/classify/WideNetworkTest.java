package unroll.task.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.measure.calibration.CalibrationSearch;
import unroll.measure.calibration.Temperature;
import unroll.measure.calibration.TemperatureSearch;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.task.registry.Tasks;
import unroll.text.NGramTable;
import unroll.text.NGrams;
import unroll.text.Vocabulary;

/** A linear model of n-grams beside the network. */
final class WideNetworkTest {
    private static final int WORDS = 7; // ids from 1 on; 0 is the bucket of unknown words
    private static final int[][] TEXTS = {{1, 2, 3, 1, 2}, {4, 0, 5}, {6}, {0}, {2, 3, 4, 5, 6, 1}};
    private static final int[] LABELS = {1, 0, 0, 1, 1};

    private final Random random = new Random(4);
    private final NGramTable table;

    WideNetworkTest() {
        var codes = new TreeSet<Long>();
        for (int[] text : TEXTS) {
            for (long code : NGrams.of(known(text))) {
                codes.add(code);
            }
        }
        codes.remove(NGrams.of(new int[] {3})[0]); // an n-gram that the model does not know
        table = new NGramTable(codes.stream().mapToLong(code -> code).toArray());
    }

    private static int[] known(int[] text) {
        return Arrays.stream(text).map(word -> word == 0 ? -1 : word).toArray();
    }

    private Network network(String wide, String... settings) {
        return task(wide, Calibration.NONE, settings).network();
    }

    private Classify task(String wide, Calibration calibration, String... settings) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                run: {dir: unused}
                                data: {train: {format: json, path: unused}}
                                text: {unknownBuckets: 1}
                                model: {embedding: 3, layers: [{cell: gru, size: 4}]%s}
                                """
                                        .formatted(wide),
                                "test",
                                List.of(settings));
        return new Classify(conf, WORDS, 0, List.of(1.0, 1.5), calibration, table, List.of());
    }

    private static String wide(double dropout, double textDropout) {
        return ", wide: {dropout: " + dropout + ", textDropout: " + textDropout + "}";
    }

    private float[] theta(Network network) {
        var theta = new float[network.layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.4 * random.nextGaussian());
        }
        return theta;
    }

    /** Of a step, NaN where it assigns nothing. */
    private static float[] gradient(Network network, float[] theta) {
        var gradient = new float[theta.length];
        Arrays.fill(gradient, Float.NaN);
        network.open(new Capacity(TEXTS.length, 30, true))
                .train(theta, gradient, Batches.of(TEXTS, LABELS), 3);
        return gradient;
    }

    @Test
    void perturbedWordsHaveTheSameNGramsAndOtherRowsStay() {
        var plain = network(wide(0.5, 0.3));
        var perturbed = network(wide(0.5, 0.3), "training.adversarial={epsilon: 1e-30}");
        var theta = theta(plain);
        var once = gradient(plain, theta);
        var twice = gradient(perturbed, theta);
        int unused = 0;
        for (int i = 0; i < once.length; i++) {
            assertEquals(2 * once[i], twice[i], 1e-6f, "element " + i);
            unused += Float.isNaN(once[i]) ? 1 : 0;
        }
        assertTrue(unused > 0);
    }

    private static float[] scores(Network network, float[] theta, int[]... texts) {
        var workspace = network.open(new Capacity(texts.length, 30, false));
        return workspace.score(theta, Batches.of(texts, new int[texts.length])).clone();
    }

    private static double logOdds(float[] probabilities) {
        return Math.log(probabilities[1] / probabilities[0]);
    }

    /** The parameters of the network without n-grams come first. */
    @Test
    void theWeightsOfATextsNGramsAreAddedToTheLogits() {
        var wide = network(wide(0.5, 0.5));
        var alone = network("");
        var theta = theta(wide);
        int w = wide.layout().slice("wide.w").offset();
        int b = wide.layout().slice("wide.b").offset();
        for (int[] text : TEXTS) {
            var weights = new TreeSet<Integer>(); // rows
            for (long code : NGrams.of(known(text))) {
                for (int i = 0; i < table.size(); i++) {
                    if (Arrays.equals(table.words().get(i), NGrams.words(code))) {
                        weights.add(i);
                    }
                }
            }
            double sum = 0;
            for (int row : weights) {
                sum += theta[w + 2 * row + 1] - theta[w + 2 * row];
            }
            double expected =
                    logOdds(scores(alone, Arrays.copyOf(theta, alone.layout().size()), text))
                            + theta[b + 1]
                            - theta[b]
                            + 10 / Math.sqrt(Math.max(1, weights.size())) * sum;
            assertEquals(expected, logOdds(scores(wide, theta, text)), 1e-4);
        }
    }

    @Test
    void otherTextsOfTheBatchDoNotShow() {
        var network = network(wide(0, 0));
        var theta = theta(network);
        float[] together = scores(network, theta, TEXTS);
        int[] order = Batches.longestFirst(5, 3, 1, 1, 6);
        for (int place = 0; place < order.length; place++) {
            assertArrayEquals(
                    scores(network, theta, TEXTS[order[place]]),
                    Arrays.copyOfRange(together, 2 * place, 2 * place + 2));
        }
    }

    private static double loss(Network network, float[] theta, float[] gradient, long key) {
        return open(network).train(theta, gradient, Batches.of(TEXTS, LABELS), key).mean();
    }

    private static Workspace open(Network network) {
        return network.open(new Capacity(TEXTS.length, 30, true));
    }

    @Test
    void theGradientIsTheSlopeWithDropoutToo() {
        for (var wide : List.of(wide(0, 0), wide(0.4, 0.3))) {
            var network = network(wide);
            var theta = theta(network);
            var gradient = new float[theta.length];
            loss(network, theta, gradient, 5);
            float[] above = theta.clone();
            float[] below = theta.clone();
            double expected = 0;
            for (int i = 0; i < theta.length; i++) {
                float by = 1e-3f * random.nextFloat() * Math.signum(gradient[i]);
                above[i] += by;
                below[i] -= by;
                expected += ((double) above[i] - below[i]) * gradient[i];
            }
            var unused = new float[theta.length];
            double found = loss(network, above, unused, 5) - loss(network, below, unused, 5);
            assertEquals(1, found / expected, 3e-3, wide);
        }
    }

    @Test
    void droppedTextsTrainTheNetworkAlone() {
        var network = network(wide(0, 0.999999));
        var alone = network("");
        var theta = theta(network);
        var own = Arrays.copyOf(theta, alone.layout().size());
        assertEquals(
                loss(alone, own, new float[own.length], 5),
                loss(network, theta, new float[theta.length], 5));
    }

    @Test
    void modelsThatLearnApartHaveTheGradientsOfEachAlone() {
        for (var loss : List.of("crossentropy", "squared")) {
            var classLoss = "training.classLoss=" + loss;
            var together = network(wide(0.4, 0.3), classLoss);
            var apart =
                    network(", wide: {learns: apart, dropout: 0.4, textDropout: 0.3}", classLoss);
            var alone = network("", classLoss);
            var theta = theta(apart);
            int from = alone.layout().size();
            float[] own = Arrays.copyOf(theta, from);
            var ofNetwork = new float[from];
            float[] onlyNGrams = theta.clone();
            Arrays.fill(onlyNGrams, 0, from, 0); // the network's scores are zero then
            var ofNGrams = new float[theta.length];
            var found = new float[theta.length];
            assertEquals(loss(alone, own, ofNetwork, 5), loss(apart, theta, found, 5));
            loss(together, onlyNGrams, ofNGrams, 5);
            assertArrayEquals(ofNetwork, Arrays.copyOf(found, from));
            assertArrayEquals(
                    Arrays.copyOfRange(ofNGrams, from, theta.length),
                    Arrays.copyOfRange(found, from, theta.length),
                    1e-6f);
            assertArrayEquals(scores(together, theta, TEXTS), scores(apart, theta, TEXTS));
        }
    }

    private Classify weighted(double ngramWeight) {
        var calibration = new Calibration(1, ngramWeight, List.of());
        return task(", wide: {learns: apart}", calibration);
    }

    @Test
    void theWeightOfTheNGramsHoldsInPredictionsAlone() {
        var network = network(", wide: {learns: apart}");
        var weighted = weighted(0.25).network();
        var theta = theta(network);
        var alone = Arrays.copyOf(theta, network("").layout().size());
        for (int[] text : TEXTS) {
            double x = logOdds(scores(network(""), alone, text));
            double w = logOdds(scores(network, theta, text)) - x;
            assertEquals(x + 0.25 * w, logOdds(scores(weighted, theta, text)), 1e-5);
        }
        assertArrayEquals(gradient(network, theta), gradient(weighted, theta));
    }

    /** Returns labels that are right if n-grams count a quarter, and one that is missing. */
    private int[] labels(float[] theta) {
        var weighted = weighted(0.25).network();
        var labels = new int[TEXTS.length];
        Arrays.setAll(labels, i -> logOdds(scores(weighted, theta, TEXTS[i])) > 0 ? 1 : 0);
        labels[2] = -1;
        return labels;
    }

    /** Each weight is tried by a network that has it. */
    @Test
    void theSearchFindsTheBestWeight() {
        var thetas = Stream.generate(() -> theta(weighted(1).network())).limit(8).toList();
        var search = weighted(1).calibrationSearch().orElseThrow();
        add(search, weighted(1).network(), thetas);
        double best = Double.POSITIVE_INFINITY;
        double expected = 0;
        for (double weight = 1.0 / 64; weight <= 16; weight *= 2) {
            var each = new TemperatureSearch(Temperature.LOGITS, 2);
            add(each, weighted(weight).network(), thetas);
            if (each.smallestLoss() < best) {
                best = each.smallestLoss();
                expected = weight;
            }
        }
        assertEquals(expected, search.found().get(1));
        assertEquals(0.25, expected);
    }

    private void add(CalibrationSearch search, Network network, List<float[]> thetas) {
        var workspace = network.open(new Capacity(TEXTS.length, 30, false));
        for (var theta : thetas) {
            search.add(workspace, theta, Batches.of(TEXTS, labels(theta)));
        }
    }

    @Test
    void theModelKeepsWhatTheSearchFinds() {
        var codec = Codec.ofTexts(new Vocabulary(List.of("a"), 1), List.of("neg", "pos"));
        assertEquals(
                new Calibration(2, 0.5, List.of()),
                weighted(1).calibrated(codec, List.of(2.0, 0.5)).calibration());
        assertEquals(
                Calibration.ofTemperature(2),
                task("", Calibration.NONE).calibrated(codec, List.of(2.0)).calibration());
    }

    @Test
    void onlyTheRowsOfTheBatchAreUsed() {
        var network = network(wide(0, 0));
        var theta = theta(network);
        var workspace = open(network);
        var batch = Batches.of(new int[][] {{4, 0, 5}, {6}}, 0, 1);
        workspace.findUsed(batch, 5);
        var before = rows(workspace);
        workspace.train(theta, new float[theta.length], batch, 5);
        assertEquals(before, rows(workspace));
        var expected = new TreeSet<Integer>();
        for (int i = 0; i < table.size(); i++) {
            int[] words = table.words().get(i);
            if (words.length == 1 && words[0] >= 4) {
                expected.add(i);
            }
        }
        assertEquals(expected, before);
    }

    @Test
    void aBatchThatIsNotTrainedOnLeavesNothingBehind() {
        var network = network(wide(0, 0));
        var theta = theta(network);
        var batch = Batches.of(new int[][] {{4, 0, 5}, {6}}, 0, 1);
        var other = Batches.of(new int[][] {{5, 5}, {6, 4}}, 1, 0);
        var expected = new float[theta.length];
        open(network).train(theta, expected, other, 6);
        var workspace = open(network);
        var found = new float[theta.length];
        workspace.findUsed(batch, 5);
        workspace.train(theta, found, other, 6);
        assertArrayEquals(expected, found);
    }

    private static Set<Integer> rows(Workspace workspace) {
        var used = workspace.used(1); // after the words' vectors
        var rows = new TreeSet<Integer>();
        for (int i = 0; i < used.count(); i++) {
            assertTrue(rows.add(used.row(i)));
        }
        return rows;
    }
}
