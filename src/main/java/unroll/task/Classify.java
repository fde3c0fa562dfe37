package unroll.task;

import java.util.ArrayList;
import java.util.List;
import unroll.cell.Cells;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.LayerConf;
import unroll.conf.ModelConf.Pooling;
import unroll.math.Kernels;
import unroll.nn.Dropout;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Linear;
import unroll.nn.Network;
import unroll.nn.PoolingLayer;
import unroll.nn.PoolingLayer.Kind;
import unroll.nn.SequenceNetwork;
import unroll.nn.SoftmaxCrossEntropy;

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
        var embedding = Inputs.of(layout, model, vocabulary);
        var layers = new ArrayList<Layer>();
        int columns = embedding.outputs();
        addDropout(layers, columns, dropout.embedding());
        int forwardColumns = 0;
        for (int i = 0; i < model.layers().size(); i++) {
            LayerConf conf = model.layers().get(i);
            if (i > 0) {
                addDropout(layers, columns, dropout.layers());
            }
            boolean oneHot = i == 0 && embedding.isOneHot();
            var layer =
                    Cells.layer(
                            layout, "encoder.l" + i, conf, columns, oneHot, classWeights.length);
            layers.add(layer);
            columns = layer.outputs();
            forwardColumns = layer.forwardOutputs();
        }
        layers.add(new PoolingLayer(columns, forwardColumns, kinds(model.pooling())));
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
        };
    }
}
