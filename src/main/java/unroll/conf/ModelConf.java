package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * @param inputs what the first layer is given of a word, side by side; of no account where steps
 *     are vectors
 * @param layers first to last
 * @param residual whether each layer but the first adds its input to its output
 * @param layerNorm whether a layer's output is normalised before the next layer
 */
public record ModelConf(
        List<InputConf> inputs,
        List<EncoderLayer> layers,
        boolean residual,
        boolean layerNorm,
        Pooling pooling,
        DropoutConf dropout,
        PenaltyConf penalties)
        implements Serializable {

    /** Layers one on the other, with nothing between them but dropout. */
    public ModelConf(
            List<InputConf> inputs,
            List<? extends EncoderLayer> layers,
            Pooling pooling,
            DropoutConf dropout) {
        this(inputs, List.copyOf(layers), false, false, pooling, dropout, new PenaltyConf(0, 0));
    }

    /**
     * The same over the usual input alone.
     *
     * @param embedding width of a word's vector
     */
    public ModelConf(
            int embedding,
            List<? extends EncoderLayer> layers,
            Pooling pooling,
            DropoutConf dropout) {
        this(List.of(InputConf.Words.random(embedding)), layers, pooling, dropout);
    }

    /** The same network without what disturbs it in training: dropout and penalties. */
    public ModelConf undisturbed() {
        return new ModelConf(
                inputs,
                layers,
                residual,
                layerNorm,
                pooling,
                new DropoutConf(0, 0, 0, 0),
                new PenaltyConf(0, 0));
    }

    /** Name of the parameter that holds the table of an input. */
    public String table(int input) {
        var name = inputs.get(input) instanceof InputConf.Letters ? "letters" : "embedding";
        return input == 0 ? "input." + name : "input." + name + (input + 1);
    }

    /** Names of the tables of letter n-grams. */
    public List<String> letterTables() {
        return IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i) instanceof InputConf.Letters)
                .mapToObj(this::table)
                .toList();
    }

    /** Epochs in which a parameter stays as it started, by the {@code tune} of its vectors. */
    int frozenEpochs(String parameter) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Words words && table(i).equals(parameter)) {
                return words.vectors().frozenEpochs();
            }
        }
        return 0;
    }

    /** The recurrent ones among the layers. */
    public List<LayerConf> recurrentLayers() {
        return layers.stream()
                .filter(LayerConf.class::isInstance)
                .map(LayerConf.class::cast)
                .toList();
    }

    /** The reservoir, where the model is one. */
    public Optional<ReservoirConf> reservoir() {
        return layers.get(0) instanceof ReservoirConf reservoir
                ? Optional.of(reservoir)
                : Optional.empty();
    }

    /** Whether the last layer's own outputs are the network's, which it is taught. */
    public boolean teacherForcing() {
        return layers.get(layers.size() - 1) instanceof LayerConf last
                && last.cell() instanceof CellConf.Jordan jordan
                && jordan.teacherForcing();
    }

    /** First steps of a sequence whose outputs are neither learnt from nor measured. */
    public int washout() {
        return reservoir().map(ReservoirConf::washout).orElse(0);
    }

    /** A layer that reads along time and hands on rows along time. */
    public sealed interface EncoderLayer extends Serializable
            permits LayerConf, TimeDelayConf, ReservoirConf {
        /** Columns that it hands on; 0 where that is the number of the network's outputs. */
        int outputs();
    }

    /**
     * A convolution over time.
     *
     * @param size columns that it hands on
     * @param kernel steps that each output looks at
     * @param dilation steps from one of these to the next
     * @param stride steps from output to output
     */
    public record TimeDelayConf(
            int size, int kernel, int dilation, int stride, CellConf.Activation activation)
            implements EncoderLayer {
        @Override
        public int outputs() {
            return size;
        }
    }

    /**
     * A fixed random recurrence, of which a readout is learnt (an echo state network).
     *
     * @param size units
     * @param spectralRadius of the recurrent matrix
     * @param density share of its elements that are not zero
     * @param inputScale bound of the input's weights
     * @param bias bound of the biases
     * @param leak share of a unit's new state in the next one
     * @param washout first steps of a sequence, before the state has forgotten its start
     */
    public record ReservoirConf(
            int size,
            double spectralRadius,
            double density,
            double inputScale,
            double bias,
            double leak,
            int washout)
            implements EncoderLayer {
        @Override
        public int outputs() {
            return size;
        }
    }

    /**
     * A recurrent layer.
     *
     * @param size units of each direction
     * @param lags lengths of the recurrent connections, rising; [1] is the usual one
     */
    public record LayerConf(
            CellConf cell, int size, boolean bidirectional, LeakConf leak, List<Integer> lags)
            implements EncoderLayer {
        public LayerConf {
            lags = List.copyOf(lags);
        }

        @Override
        public int outputs() {
            int width = cell instanceof CellConf.Jordan jordan ? jordan.outputs() : size;
            return width * (bidirectional ? 2 : 1);
        }

        /** A layer whose other settings are the defaults. */
        public LayerConf(CellConf cell, int size, boolean bidirectional) {
            this(cell, size, bidirectional, new LeakConf.None(), List.of(1));
        }

        /** The same with the defaults of its cell. */
        public LayerConf(CellConf.Name cell, int size, boolean bidirectional) {
            this(CellConf.of(cell), size, bidirectional);
        }
    }

    /** How the hidden states of a sequence become one vector. */
    public enum Pooling {
        /** Each direction's own final state. */
        LAST,
        MEAN,
        MAX,
        /** Last, mean and max side by side. */
        CONCAT,
        /** A mean whose weights are learned. */
        ATTENTION
    }

    /**
     * Probabilities in [0, 1).
     *
     * @param words a word is replaced by the unknown word
     * @param embeddingRows a word's whole vector is dropped, wherever it stands in the batch
     * @param embedding an element of a word's vector is dropped, one mask a word and batch
     * @param layers an element of a layer's output is dropped before the next layer
     * @param locked whether a sequence's mask is the same at all its steps
     * @param recurrent an element of a recurrent matrix is dropped, one mask a batch
     * @param head an element of what the head is given is dropped
     */
    public record DropoutConf(
            double words,
            double embeddingRows,
            double embedding,
            double layers,
            boolean locked,
            double recurrent,
            double head)
            implements Serializable {

        /** Of whole words and of single elements only. */
        public DropoutConf(double words, double embedding, double layers, double head) {
            this(words, 0, embedding, layers, false, 0, head);
        }
    }

    /**
     * Weights of what is added to the objective, at least 0.
     *
     * @param activation of the mean square of the last layer's outputs
     * @param temporal of the mean square of their change from step to step
     */
    public record PenaltyConf(double activation, double temporal) implements Serializable {}
}
