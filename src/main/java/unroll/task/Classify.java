package unroll.task;

import java.util.ArrayList;
import java.util.List;
import unroll.cell.Cells;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.EncoderLayer;
import unroll.conf.ModelConf.LayerConf;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.ModelConf.TimeDelayConf;
import unroll.math.Kernels;
import unroll.nn.ActivationPenalty;
import unroll.nn.AttentionPooling;
import unroll.nn.Dropout;
import unroll.nn.Embedding;
import unroll.nn.Layer;
import unroll.nn.LayerNormalization;
import unroll.nn.Layout;
import unroll.nn.Linear;
import unroll.nn.LockedDropout;
import unroll.nn.Network;
import unroll.nn.PoolingLayer;
import unroll.nn.PoolingLayer.Kind;
import unroll.nn.RecurrentLayer;
import unroll.nn.Residual;
import unroll.nn.RowDropout;
import unroll.nn.SequenceNetwork;
import unroll.nn.SoftmaxCrossEntropy;
import unroll.nn.TimeDelay;

/** One class for each text: embedding, recurrent layers, pooling, softmax. */
public final class Classify {
    private Classify() {}

    /**
     * Builds the network.
     *
     * @param vocabulary number of word ids
     * @param classWeights weight of each class in the loss; their number is the number of classes
     * @param labelSmoothing share of the target spread over all classes
     */
    public static Network network(
            ModelConf model,
            int vocabulary,
            float[] classWeights,
            double labelSmoothing,
            KernelChoice kernels) {
        var layout = new Layout.Builder();
        var dropout = model.dropout();
        var embedding =
                new Embedding(
                        layout,
                        "input.embedding",
                        vocabulary,
                        model.embedding(),
                        dropout.words(),
                        0);
        var layers = new ArrayList<Layer>();
        int columns = model.embedding();
        if (dropout.embeddingRows() > 0) {
            layers.add(new RowDropout(columns, dropout.embeddingRows(), layers.size() + 1));
        }
        addDropout(layers, columns, dropout.embedding());
        int forwardColumns = 0;
        for (int i = 0; i < model.layers().size(); i++) {
            var conf = model.layers().get(i);
            if (i > 0) {
                addBetween(layers, layout, "encoder.l" + (i - 1), columns, model);
            }
            var layer = layer(layout, "encoder.l" + i, conf, columns, model, classWeights.length);
            layers.add(i > 0 && model.residual() ? new Residual(layer, columns) : layer);
            columns = layer.outputs();
            forwardColumns =
                    layer instanceof RecurrentLayer recurrent
                            ? recurrent.forwardOutputs()
                            : columns;
        }
        var penalties = model.penalties();
        if (!penalties.none()) {
            layers.add(
                    new ActivationPenalty(columns, penalties.activation(), penalties.temporal()));
        }
        layers.add(
                model.pooling() == Pooling.ATTENTION
                        ? new AttentionPooling(layout, "pooling", columns)
                        : new PoolingLayer(columns, forwardColumns, kinds(model.pooling())));
        columns = layers.get(layers.size() - 1).outputs();
        addDropout(layers, columns, dropout.head());
        layers.add(new Linear(layout, "head", columns, classWeights.length));
        return new SequenceNetwork(
                layout.build(),
                embedding,
                layers,
                new SoftmaxCrossEntropy(classWeights, labelSmoothing),
                kernels == KernelChoice.SCALAR ? Kernels.scalar() : Kernels.fastest());
    }

    private static Layer layer(
            Layout.Builder layout,
            String name,
            EncoderLayer conf,
            int columns,
            ModelConf model,
            int classes) {
        if (conf instanceof TimeDelayConf delay) {
            return new TimeDelay(
                    layout,
                    name,
                    columns,
                    delay.size(),
                    delay.kernel(),
                    delay.dilation(),
                    delay.stride(),
                    switch (delay.activation()) {
                        case TANH -> TimeDelay.Activation.TANH;
                        case RELU -> TimeDelay.Activation.RELU;
                    });
        }
        double weightDrop = model.dropout().recurrent();
        return Cells.layer(layout, name, (LayerConf) conf, columns, classes, weightDrop);
    }

    /** What stands between a layer and the next. */
    private static void addBetween(
            List<Layer> layers, Layout.Builder layout, String name, int columns, ModelConf model) {
        if (model.layerNorm()) {
            layers.add(new LayerNormalization(layout, name + ".norm", columns));
        }
        var dropout = model.dropout();
        if (dropout.locked()) {
            layers.add(new LockedDropout(columns, dropout.layers(), layers.size() + 1));
        } else {
            addDropout(layers, columns, dropout.layers());
        }
    }

    private static void addDropout(List<Layer> layers, int columns, double probability) {
        if (probability > 0) {
            layers.add(new Dropout(columns, probability, layers.size() + 1));
        }
    }

    private static Kind[] kinds(Pooling pooling) {
        return switch (pooling) {
            case LAST -> new Kind[] {Kind.LAST};
            case MEAN -> new Kind[] {Kind.MEAN};
            case MAX -> new Kind[] {Kind.MAX};
            case CONCAT -> new Kind[] {Kind.LAST, Kind.MEAN, Kind.MAX};
            case ATTENTION -> throw new IllegalArgumentException("attention is a layer of its own");
        };
    }
}
