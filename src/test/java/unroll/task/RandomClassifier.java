package unroll.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.oracle.Cut;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleClassifier;
import unroll.oracle.OraclePooling;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Tape;
import unroll.task.classify.Classify;

/**
 * A small classifier with parameters and sequences drawn at random, for the engine and for the
 * oracle.
 */
final class RandomClassifier {
    static final int WORDS = 13;
    static final int CLASSES = 3;

    final ModelConf model;
    private final List<RecurrentConf> layers;
    final Network network;
    final float[] theta;
    private final Random random;
    private final float[] weights;

    /**
     * Of long short-term memories.
     *
     * @param units of each direction of each layer
     */
    static RandomClassifier ofLstm(
            long seed,
            int[] units,
            boolean bidirectional,
            Pooling pooling,
            DropoutConf dropout,
            float[] weights,
            double smoothing,
            KernelChoice kernels) {
        var layers =
                Arrays.stream(units)
                        .mapToObj(n -> new RecurrentConf(CellConf.Name.LSTM, n, bidirectional))
                        .toList();
        return new RandomClassifier(seed, layers, pooling, dropout, weights, smoothing, kernels);
    }

    RandomClassifier(
            long seed,
            List<RecurrentConf> layers,
            Pooling pooling,
            DropoutConf dropout,
            float[] weights,
            double smoothing,
            KernelChoice kernels) {
        random = new Random(seed);
        this.weights = weights.clone();
        this.layers = List.copyOf(layers);
        model = new ModelConf(1 + random.nextInt(9), layers, pooling, dropout);
        network = Classify.network(model, WORDS, weights, smoothing, kernels);
        theta = new float[network.layout().size()];
        for (var slice : network.layout().slices()) {
            // About as large as trained weights are: gates neither saturated nor all at a half.
            double scale = slice.shape().size() == 1 ? 0.5 : 1 / Math.sqrt(slice.rowSize());
            for (int i = slice.offset(); i < slice.end(); i++) {
                theta[i] = (float) (scale * random.nextGaussian());
            }
        }
    }

    /** Sequences of these lengths over all words but the last, which thus occurs in none. */
    int[][] sequences(int... lengths) {
        var words = new int[lengths.length][];
        for (int b = 0; b < lengths.length; b++) {
            words[b] = random.ints(lengths[b], 0, WORDS - 1).toArray();
        }
        return words;
    }

    int[] targets(int count) {
        return random.ints(count, 0, CLASSES).toArray();
    }

    Batch batch(int[][] words, int... targets) {
        return Batches.of(words, targets);
    }

    /** Room for more than a batch needs. */
    Capacity capacity(int[][] words, boolean training) {
        int rows = Arrays.stream(words).mapToInt(w -> w.length).sum();
        return new Capacity(words.length + 2, rows + 5, training);
    }

    double[] weights() {
        var doubles = new double[weights.length];
        for (int k = 0; k < doubles.length; k++) {
            doubles[k] = weights[k];
        }
        return doubles;
    }

    OracleClassifier oracle() {
        return oracle(Cut.NONE);
    }

    /**
     * @param cut where backpropagation through time is cut
     */
    OracleClassifier oracle(Cut cut) {
        var equations = new ArrayList<OracleStack.Layer>();
        for (var layer : layers) {
            equations.add(
                    new OracleStack.Layer(
                            OracleCells.of(layer, CLASSES), layer.size(), layer.bidirectional()));
        }
        return new OracleClassifier(
                new OracleStack(List.copyOf(equations), cut),
                OraclePooling.valueOf(model.pooling().name()));
    }

    /** The engine's parameters, by their names, as numbers of a tape. */
    Parameters parameters(Tape tape) {
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        return parameters(tape, values);
    }

    /** Others in their place. */
    Parameters parameters(Tape tape, double[] theta) {
        return Parameters.of(network.layout(), tape.leaves(theta));
    }
}
