package unroll.task.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import unroll.conf.AdversarialConf;
import unroll.conf.AudioConf;
import unroll.conf.Configuration;
import unroll.conf.InitializerConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.WideConf;
import unroll.nn.Chain;
import unroll.nn.Initializers;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Network;
import unroll.nn.SequenceNetwork;
import unroll.nn.batch.Batch;
import unroll.nn.dropout.Dropout;
import unroll.nn.dropout.LockedDropout;
import unroll.nn.dropout.RowDropout;
import unroll.nn.input.FeatureFinder;
import unroll.nn.input.FeatureScores;
import unroll.nn.input.VectorInput;
import unroll.nn.layer.ActivationPenalty;
import unroll.nn.layer.Adversarial;
import unroll.nn.layer.LayerNormalization;
import unroll.nn.layer.Linear;
import unroll.nn.layer.Residual;
import unroll.nn.layer.Segments;
import unroll.nn.layer.SpectrumMask;
import unroll.nn.layer.SpectrumMask.Masks;
import unroll.nn.loss.CumulativeLink;
import unroll.nn.loss.LinearChainCrf;
import unroll.nn.loss.RegressionLoss;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.nn.loss.SquaredError;
import unroll.nn.loss.vocabulary.WordSoftmax;
import unroll.nn.recurrent.RecurrentLayer;

/**
 * Builds the networks of all tasks from the bottom up: an input, recurrent layers, pooling if the
 * task needs it, and a head with its loss.
 */
public final class NetworkBuilder {
    static final String ENCODER = "encoder"; // the first chain

    final ModelConf model;
    final Layout.Builder layout;
    private final List<Chain> chains = new ArrayList<>(); // before the one at work
    private final List<Layer> layers = new ArrayList<>(); // of the chain at work
    UnaryOperator<Loss> joint = loss -> loss; // adds the loss of a second head
    private Function<Loss, FeatureScores> wide; // null without
    int columns; // of the last layer
    int forwardColumns; // of these, which read from the start
    private boolean oneHot; // whether the next layer looks its weights up by word
    boolean steps = true; // whether there is one row for each step
    private int number; // of the next layer, including layers within others
    private int below; // layers below those along time
    private int parametersBelow; // parameters of these layers
    private AdversarialConf adversarial = AdversarialConf.NONE;

    private NetworkBuilder(ModelConf model) {
        this.model = model;
        layout =
                model.initializer() instanceof InitializerConf.Normal normal
                        ? Layout.Builder.ofMatrices(Initializers.normal(normal.deviation()))
                        : new Layout.Builder();
    }

    /**
     * Begins with words or with vectors.
     *
     * @param vocabulary number of word ids
     * @param width of a step's vector; 0 if steps are words
     */
    public static NetworkBuilder over(Configuration conf, int vocabulary, int width) {
        return width == 0 ? overWords(conf.model(), vocabulary) : overVectors(conf, width);
    }

    /**
     * Begins with the inputs of words that the configuration describes.
     *
     * @param vocabulary number of word ids
     */
    public static NetworkBuilder overWords(ModelConf model, int vocabulary) {
        var builder = new NetworkBuilder(model);
        var words = Inputs.of(builder.layout, model, vocabulary);
        builder.add(words);
        builder.oneHot = words.isOneHot();
        builder.columns = words.outputs();
        builder.rowDropout(model.dropout().embeddingRows());
        builder.dropout(model.dropout().embedding());
        return builder;
    }

    /** Begins with vectors, of which training masks parts if they are sounds. */
    public static NetworkBuilder overVectors(Configuration conf, int width) {
        var model = conf.model();
        var train = conf.data().train();
        var builder = new NetworkBuilder(model);
        builder.add(new VectorInput(Batch.SOURCE, width, !train.vector().isEmpty()));
        builder.columns = width;
        if (train.sounds() && train.audio().mask().on()) {
            builder.mask(train.audio());
        }
        builder.dropout(model.dropout().embedding());
        return builder;
    }

    private void mask(AudioConf audio) {
        var mask = audio.mask();
        var masks = new Masks(mask.times(), mask.steps(), mask.bands(), mask.width());
        add(new SpectrumMask(audio.values(), 1 + audio.deltas(), masks, number));
    }

    /**
     * Adds the layers along time, with the layers between them.
     *
     * @param outputs outputs of the network, which are the default for a cell's own output layer
     */
    public NetworkBuilder encoded(int outputs) {
        below = layers.size();
        parametersBelow = layout.slices().size();
        for (int i = 0; i < model.layers().size(); i++) {
            if (i > 0) {
                between("encoder.l" + (i - 1));
            }
            var layer =
                    LayerChoice.of(
                            model.layers().get(i),
                            layout,
                            "encoder.l" + i,
                            columns,
                            oneHot,
                            outputs,
                            model.dropout().recurrent());
            oneHot = false;
            add(i > 0 && model.residual() ? new Residual(layer, columns) : layer);
            columns = layer.outputs();
            forwardColumns =
                    layer instanceof RecurrentLayer recurrent
                            ? recurrent.forwardOutputs()
                            : columns;
        }
        return this;
    }

    /** Adds a linear map of each row. */
    public NetworkBuilder projected(String name, int outputs) {
        add(new Linear(layout, name, columns, outputs));
        columns = outputs;
        forwardColumns = outputs;
        return this;
    }

    void add(Layer layer) {
        layers.add(layer);
        number++;
    }

    /** Adds the layers between a recurrent layer and the next. */
    private void between(String name) {
        if (model.layerNorm()) {
            add(new LayerNormalization(layout, name + ".norm", columns));
        }
        stepDropout(model.dropout().layers());
    }

    /**
     * Adds pooling, which leaves one row for each sequence.
     *
     * @param segment steps of the segments that the layers along time read in training; 0 for whole
     *     sequences
     */
    public NetworkBuilder pooled(int segment) {
        penalty(model.penalties().activation(), model.penalties().temporal());
        if (segment > 0) {
            var alongTime = layers.subList(below, layers.size());
            var cut = new Segments(alongTime, segment);
            alongTime.clear();
            layers.add(cut);
        }
        pool();
        steps = false;
        return this;
    }

    void pool() {
        add(PoolingChoice.of(model.pooling(), layout, columns, forwardColumns));
        columns = layers.get(layers.size() - 1).outputs();
    }

    /** Lets the layers above the input train on perturbed inputs too. */
    public NetworkBuilder perturbed(AdversarialConf conf) {
        adversarial = conf;
        return this;
    }

    /**
     * Puts a linear model of features beside the network.
     *
     * @param features of a sequence of words
     * @param weight of the linear model's scores in predictions
     */
    public NetworkBuilder beside(FeatureFinder features, WideConf conf, double weight) {
        wide =
                loss ->
                        new FeatureScores(
                                layout,
                                features,
                                loss.outputs(),
                                conf.dropout(),
                                conf.textDropout(),
                                number,
                                conf.learns() == WideConf.Learns.APART ? loss : null,
                                weight);
        return this;
    }

    /**
     * Returns the network with a linear map to the loss's outputs, unless its last layer already
     * has them.
     */
    public SequenceNetwork head(Loss objective, KernelChoice kernels) {
        beforeHead();
        if (!model.teacherForcing()) {
            add(new Linear(layout, "head", columns, objective.outputs()));
        }
        if (wide != null) {
            add(wide.apply(objective));
        }
        if (adversarial.on()) {
            perturb(objective); // above it all, for predictions are those of both models
        }
        return network(objective, kernels);
    }

    private void perturb(Loss objective) {
        var above = layers.subList(below, layers.size());
        var parameters = layout.slices();
        var perturbed =
                new Adversarial(
                        above,
                        objective,
                        adversarial.epsilon(),
                        adversarial.weight(),
                        adversarial.virtual(),
                        parameters.subList(parametersBelow, parameters.size()),
                        number);
        above.clear();
        layers.add(perturbed);
    }

    /** Returns the network with a linear map to a conditional random field. */
    public Network crfHead(int labels, KernelChoice kernels) {
        beforeHead();
        add(new Linear(layout, "head", columns, labels));
        return network(new LinearChainCrf(layout, "head", labels), kernels);
    }

    /**
     * Returns the network with a linear map to one logit, which tells ordered classes apart.
     *
     * @param weights of the classes
     */
    public Network ordinalHead(float[] weights, KernelChoice kernels) {
        beforeHead();
        add(new Linear(layout, "head", columns, 1));
        return network(new CumulativeLink(layout, "head", weights), kernels);
    }

    /** Ends the chain at work: layers that are added from now on are those of the next. */
    void end(String chain) {
        chains.add(new Chain(chain, layers));
        layers.clear();
    }

    /** Returns the network with a softmax over all words, which includes the linear map. */
    public SequenceNetwork wordHead(int words, KernelChoice kernels) {
        if (model.teacherForcing()) {
            return head(SoftmaxCrossEntropy.unweighted(words), kernels);
        }
        beforeHead();
        return network(WordHead.of(layout, model, columns, words), kernels);
    }

    /** Returns the network with a softmax over labels with weights, with its linear map. */
    public Network labelHead(float[] weights, KernelChoice kernels) {
        if (model.teacherForcing()) {
            return head(new SoftmaxCrossEntropy(weights, 0), kernels);
        }
        beforeHead();
        return network(WordSoftmax.weighted(layout, "head", columns, weights), kernels);
    }

    void beforeHead() {
        if (steps) {
            // As in Merity et al. (2018): temporal before dropout, activation after it.
            penalty(0, model.penalties().temporal());
            stepDropout(model.dropout().head());
            penalty(model.penalties().activation(), 0);
        } else {
            dropout(model.dropout().head());
        }
    }

    /** Returns the network whose scores are the rows that its last layer leaves. */
    public Network rows(KernelChoice kernels) {
        return network(new RegressionLoss(new SquaredError(), columns), kernels);
    }

    SequenceNetwork network(Loss objective, KernelChoice kernels) {
        end(chains.isEmpty() ? ENCODER : "steps");
        var loss = joint.apply(objective);
        return new SequenceNetwork(layout.build(), chains, loss, ChosenKernels.of(kernels));
    }

    private void penalty(double activation, double temporal) {
        if (activation > 0 || temporal > 0) {
            add(new ActivationPenalty(columns, activation, temporal));
        }
    }

    /** Adds dropout if there is one row for each step. */
    void stepDropout(double probability) {
        if (probability > 0 && model.dropout().locked()) {
            add(new LockedDropout(columns, probability, number));
        } else {
            dropout(probability);
        }
    }

    void rowDropout(double probability) {
        if (probability > 0) {
            add(new RowDropout(columns, probability, number));
        }
    }

    void dropout(double probability) {
        if (probability > 0) {
            add(new Dropout(columns, probability, number));
        }
    }
}
