package unroll.task.network;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import unroll.cell.Cells;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.task.DecoderConf;
import unroll.nn.Layout;
import unroll.nn.SequenceNetwork;
import unroll.nn.attention.AdditiveAttention;
import unroll.nn.attention.Attention;
import unroll.nn.attention.AttentionInput;
import unroll.nn.attention.AttentionalVector;
import unroll.nn.attention.DotAttention;
import unroll.nn.batch.Batch;
import unroll.nn.decoder.Repeat;
import unroll.nn.decoder.RepeatedVector;
import unroll.nn.decoder.StartState;
import unroll.nn.input.ChainInput;
import unroll.nn.input.Embedding;
import unroll.nn.input.WordTable;
import unroll.nn.layer.Linear;
import unroll.nn.layer.PoolingLayer;
import unroll.nn.loss.RegressionLoss;
import unroll.nn.loss.SquaredError;
import unroll.nn.loss.vocabulary.WordSoftmax;
import unroll.nn.recurrent.Conditioning;
import unroll.nn.recurrent.StepInput;
import unroll.text.Vocabulary;

/**
 * Builds networks that write words. An encoder reads the source. The decoder starts from its last
 * states and reads the word before at each step, and something of the encoder: either its last
 * layer reads a mean of the states of all steps by an attention (Bahdanau et al. 2015), from which
 * the word is predicted too, or its first layer reads the same vector each time (Cho et al. 2014).
 * With input feeding the first layer attends with its state after the step, and reads the vector of
 * both at the next step (Luong et al. 2015).
 */
public final class DecoderBuilder {
    private final NetworkBuilder builder;
    private final Layout.Builder layout;
    private final DecoderConf conf;
    private final List<RecurrentConf> layers;
    private final int words;
    private final int keys; // columns of the encoder
    private final boolean attends;

    private DecoderBuilder(
            NetworkBuilder encoder,
            DecoderConf conf,
            List<RecurrentConf> layers,
            int words,
            boolean attends) {
        builder = encoder;
        this.conf = conf;
        this.layers = layers;
        this.words = words;
        this.attends = attends;
        layout = encoder.layout;
        keys = encoder.columns;
    }

    /**
     * Returns a network whose decoder attends to the encoder's steps.
     *
     * @param encoder with its layers along time, at least one of them recurrent, whose cell is the
     *     decoder's too
     * @param words number of word ids
     * @param smoothing share of a target that is spread over all words
     */
    public static SequenceNetwork attending(
            NetworkBuilder encoder,
            DecoderConf conf,
            int words,
            double smoothing,
            KernelChoice kernels) {
        var layers = layers(encoder.model, conf);
        return new DecoderBuilder(encoder, conf, layers, words, true).network(smoothing, kernels);
    }

    /** Returns the decoder's layers, with the cell of the encoder's last recurrent one. */
    public static List<RecurrentConf> layers(ModelConf encoder, DecoderConf conf) {
        var recurrent = encoder.recurrentLayers();
        var last = recurrent.get(recurrent.size() - 1);
        var layer = new RecurrentConf(last.cell(), conf.size(), false, last.leak(), last.lags());
        return Collections.nCopies(conf.layers(), layer);
    }

    /**
     * Returns a network whose decoder reads one vector.
     *
     * @param vector leaves one row an example
     * @param layers of the decoder, in one direction
     * @param words number of word ids
     * @param smoothing share of a target that is spread over all words
     */
    public static SequenceNetwork fromVector(
            NetworkBuilder vector,
            DecoderConf conf,
            List<RecurrentConf> layers,
            int words,
            double smoothing,
            KernelChoice kernels) {
        return new DecoderBuilder(vector, conf, layers, words, false).network(smoothing, kernels);
    }

    /**
     * Returns a network whose decoder predicts vectors, one for each step of the target, from one
     * vector alone (Srivastava et al. 2015).
     *
     * @param vector leaves one row an example
     * @param layers of the decoder, in one direction
     * @param width of a vector that is predicted
     */
    public static SequenceNetwork ofVectors(
            NetworkBuilder vector, List<RecurrentConf> layers, int width, KernelChoice kernels) {
        var decoder = new DecoderBuilder(vector, DecoderConf.STANDARD, layers, width, false);
        decoder.starts();
        vector.add(new Repeat(NetworkBuilder.ENCODER, decoder.keys));
        vector.columns = decoder.keys;
        decoder.recurrent(i -> decoder.conditioning(i, List.of()));
        vector.add(new Linear(vector.layout, "head", vector.columns, width));
        return vector.network(new RegressionLoss(new SquaredError(), width), kernels);
    }

    private SequenceNetwork network(double smoothing, KernelChoice kernels) {
        if (attends) {
            builder.stepDropout(builder.model.dropout().layers());
        }
        starts();
        previousWords();
        boolean fed = attends && conf.inputFeeding();
        int reading = attends && !fed ? layers.size() - 1 : 0;
        recurrent(
                i -> {
                    if (i != reading) {
                        return conditioning(i, List.of());
                    }
                    return fed ? feeding(i) : conditioning(i, List.of(input(i)));
                });
        var head = WordSoftmax.smoothed(layout, "head", builder.columns, words, smoothing);
        return builder.network(head, kernels);
    }

    /** Ends the encoder, and adds the chains of the layers' states before the first step. */
    private void starts() {
        builder.end(NetworkBuilder.ENCODER);
        for (int i = 0; i < layers.size(); i++) {
            start(i);
        }
        builder.steps = true;
    }

    /** Adds the chain of a layer's state before the first step. */
    private void start(int i) {
        var layer = layers.get(i);
        int state = Cells.width(layer) + Cells.of(layer).cellStates() * layer.size();
        builder.add(new ChainInput(NetworkBuilder.ENCODER, keys));
        builder.add(new PoolingLayer(keys, builder.forwardColumns, PoolingLayer.Kind.LAST));
        builder.add(new StartState(layout, startName(i), keys, state));
        builder.end(startName(i));
    }

    private void previousWords() {
        var table = new WordTable(layout, "target.embedding", words, conf.embedding());
        var dropout = builder.model.dropout();
        builder.add(
                new Embedding(
                        Batch.PREVIOUS,
                        List.of(table),
                        words,
                        dropout.words(),
                        Vocabulary.UNKNOWN));
        builder.columns = conf.embedding();
        builder.rowDropout(dropout.embeddingRows());
        builder.dropout(dropout.embedding());
    }

    /**
     * Adds the layers.
     *
     * @param conditionings what each takes from the encoder
     */
    private void recurrent(IntFunction<Conditioning> conditionings) {
        for (int i = 0; i < layers.size(); i++) {
            if (i > 0) {
                builder.stepDropout(builder.model.dropout().layers());
            }
            var conditioning = conditionings.apply(i);
            double drop = builder.model.dropout().recurrent();
            var layer = layers.get(i);
            var own = Cells.decoder(layout, name(i), layer, builder.columns, drop, conditioning);
            builder.add(own);
            builder.columns = own.outputs();
        }
        builder.beforeHead();
    }

    /**
     * Returns what a layer takes from the encoder.
     *
     * @param inputs at each step
     */
    private Conditioning conditioning(int i, List<StepInput> inputs) {
        return new Conditioning(Optional.of(startName(i)), inputs, attends);
    }

    /** Returns the same for a layer whose attentional vector is an input of the next step. */
    private Conditioning feeding(int i) {
        var name = name(i) + ".attention";
        int width = Cells.width(layers.get(i));
        int units = conf.attentionSize();
        var vector =
                new AttentionalVector(
                        layout, name, NetworkBuilder.ENCODER, keys, width, units, attention(name));
        return new Conditioning(Optional.of(startName(i)), List.of(), false, Optional.of(vector));
    }

    private static String startName(int i) {
        return name(i) + ".start";
    }

    /** Returns what a layer takes from the encoder at each step. */
    private StepInput input(int i) {
        if (!attends) {
            return new RepeatedVector(NetworkBuilder.ENCODER, keys);
        }
        int width = Cells.width(layers.get(i));
        var name = name(i) + ".attention";
        int units = conf.attentionSize();
        return new AttentionInput(
                layout, name, NetworkBuilder.ENCODER, keys, width, units, attention(name));
    }

    private Attention attention(String name) {
        int units = conf.attentionSize();
        return switch (conf.attention()) {
            case ADDITIVE -> new AdditiveAttention(layout, name, keys, units);
            case DOT -> new DotAttention(layout, name, keys, units);
        };
    }

    private static String name(int i) {
        return "decoder.l" + i;
    }
}
