package unroll.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import unroll.cell.Cells;
import unroll.conf.EncoderLayer.LayerConf;
import unroll.conf.KernelChoice;
import unroll.conf.task.DecoderConf;
import unroll.nn.Layout;
import unroll.nn.SequenceNetwork;
import unroll.nn.attention.AdditiveAttention;
import unroll.nn.attention.Attention;
import unroll.nn.attention.AttentionInput;
import unroll.nn.attention.DotAttention;
import unroll.nn.batch.Batch;
import unroll.nn.decoder.StartState;
import unroll.nn.input.ChainInput;
import unroll.nn.input.Embedding;
import unroll.nn.input.WordTable;
import unroll.nn.layer.PoolingLayer;
import unroll.nn.loss.vocabulary.WordSoftmax;
import unroll.nn.recurrent.Conditioning;
import unroll.nn.recurrent.StepInput;
import unroll.text.Vocabulary;

/**
 * Builds networks that write words (Bahdanau et al. 2015). An encoder reads the source. The decoder
 * starts from the encoder's last states and reads, at each step, the word before and the states of
 * all the encoder's steps by an attention of its last layer. The word is predicted from the layer's
 * state and what the attention has read.
 */
public final class DecoderBuilder {
    private final NetworkBuilder builder;
    private final Layout.Builder layout;
    private final DecoderConf conf;
    private final LayerConf layer;
    private final int words;
    private final int keys; // columns of the encoder

    private DecoderBuilder(NetworkBuilder encoder, DecoderConf conf, int words) {
        builder = encoder;
        this.conf = conf;
        this.words = words;
        layout = encoder.layout;
        keys = encoder.columns;
        var recurrent = encoder.model.recurrentLayers();
        var last = recurrent.get(recurrent.size() - 1);
        layer = new LayerConf(last.cell(), conf.size(), false, last.leak(), last.lags());
    }

    /**
     * Returns the network.
     *
     * @param encoder with its layers along time, at least one of them recurrent, whose cell is the
     *     decoder's too
     * @param words number of word ids
     * @param smoothing share of a target that is spread over all words
     */
    public static SequenceNetwork network(
            NetworkBuilder encoder,
            DecoderConf conf,
            int words,
            double smoothing,
            KernelChoice kernels) {
        return new DecoderBuilder(encoder, conf, words).network(smoothing, kernels);
    }

    private SequenceNetwork network(double smoothing, KernelChoice kernels) {
        builder.stepDropout(builder.model.dropout().layers());
        builder.end(NetworkBuilder.ENCODER);
        for (int i = 0; i < conf.layers(); i++) {
            start(i);
        }
        previousWords();
        for (int i = 0; i < conf.layers(); i++) {
            if (i > 0) {
                builder.stepDropout(builder.model.dropout().layers());
            }
            recurrent(i);
        }
        builder.beforeHead();
        var head = WordSoftmax.smoothed(layout, "head", builder.columns, words, smoothing);
        return builder.network(head, kernels);
    }

    /** Adds the chain of a layer's state before the first step. */
    private void start(int i) {
        int state = Cells.width(layer) + Cells.of(layer).memories() * conf.size();
        builder.add(new ChainInput(NetworkBuilder.ENCODER, keys));
        builder.add(new PoolingLayer(keys, builder.forwardColumns, PoolingLayer.Kind.LAST));
        builder.add(new StartState(layout, name(i) + ".start", keys, state));
        builder.end(name(i) + ".start");
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

    private void recurrent(int i) {
        var inputs = new ArrayList<StepInput>();
        if (i + 1 == conf.layers()) {
            var attention = name(i) + ".attention";
            int units = conf.attentionSize();
            int width = Cells.width(layer);
            inputs.add(
                    new AttentionInput(
                            layout,
                            attention,
                            NetworkBuilder.ENCODER,
                            keys,
                            width,
                            units,
                            attention(attention, units)));
        }
        var conditioning = new Conditioning(Optional.of(name(i) + ".start"), inputs, true);
        double drop = builder.model.dropout().recurrent();
        var own = Cells.decoder(layout, name(i), layer, builder.columns, drop, conditioning);
        builder.add(own);
        builder.columns = own.outputs();
    }

    private Attention attention(String name, int units) {
        return switch (conf.attention()) {
            case ADDITIVE -> new AdditiveAttention(layout, name, keys, units);
            case DOT -> new DotAttention(layout, name, keys, units);
        };
    }

    private static String name(int i) {
        return "decoder.l" + i;
    }
}
