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
import unroll.nn.Embedding;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Linear;
import unroll.nn.Network;
import unroll.nn.Objective;
import unroll.nn.PoolingLayer;
import unroll.nn.PoolingLayer.Kind;
import unroll.nn.SequenceNetwork;
import unroll.nn.VectorInput;
import unroll.text.Vocabulary;

/**
 * What the networks of all tasks are built from, from the bottom up: an input, recurrent layers,
 * perhaps pooling, a head with its objective.
 */
final class Stack {
    private final ModelConf model;
    private final Layout.Builder layout = new Layout.Builder();
    private final List<Layer> layers = new ArrayList<>();
    private Layer input;
    private int columns;
    private int forwardColumns;
    private boolean steps = true; // whether there is a row a step

    private Stack(ModelConf model) {
        this.model = model;
    }

    /**
     * Begins with an embedding.
     *
     * @param vocabulary number of word ids
     */
    static Stack overWords(ModelConf model, int vocabulary) {
        var stack = new Stack(model);
        stack.input =
                new Embedding(
                        stack.layout,
                        "input.embedding",
                        vocabulary,
                        model.embedding(),
                        model.dropout().words(),
                        Vocabulary.UNKNOWN);
        stack.columns = model.embedding();
        stack.dropout(model.dropout().embedding());
        return stack;
    }

    /** Begins with vectors as they are. */
    static Stack overVectors(ModelConf model, int width) {
        var stack = new Stack(model);
        stack.input = new VectorInput(width);
        stack.columns = width;
        stack.dropout(model.dropout().embedding());
        return stack;
    }

    /**
     * The recurrent layers.
     *
     * @param outputs of the network, which a cell's own output layer has unless it is told
     */
    Stack encoded(int outputs) {
        for (int i = 0; i < model.layers().size(); i++) {
            LayerConf conf = model.layers().get(i);
            if (i > 0) {
                dropout(model.dropout().layers());
            }
            var layer = Cells.layer(layout, "encoder.l" + i, conf, columns, outputs);
            layers.add(layer);
            columns = layer.outputs();
            forwardColumns = layer.forwardOutputs();
        }
        return this;
    }

    /** One row a sequence from here on. */
    Stack pooled() {
        layers.add(new PoolingLayer(columns, forwardColumns, kinds(model.pooling())));
        columns = layers.get(layers.size() - 1).outputs();
        steps = false;
        return this;
    }

    /** The network that ends with a linear map to the objective's outputs. */
    Network head(Objective objective, KernelChoice kernels) {
        dropout(model.dropout().head());
        layers.add(new Linear(layout, "head", columns, objective.outputs(), steps));
        return new SequenceNetwork(
                layout.build(),
                input,
                layers,
                objective,
                kernels == KernelChoice.SCALAR ? Kernels.scalar() : Kernels.fastest());
    }

    private void dropout(double probability) {
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
