package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.ReservoirConf;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The network.
 *
 * @param inputs the inputs that represent a word, side by side; without effect if steps are vectors
 * @param layers first to last
 * @param from directory of a model whose parameters it begins with; empty without
 * @param wide linear model of n-grams beside the network; null without one
 */
public record ModelConf(
        List<InputConf> inputs,
        List<EncoderLayer> layers,
        boolean residual,
        boolean layerNorm,
        Pooling pooling,
        DropoutConf dropout,
        PenaltyConf penalties,
        InitializerConf initializer,
        SoftmaxConf softmax,
        String from,
        WideConf wide)
        implements Serializable {

    /** A short form of {@link #INPUTS} with one table of words. */
    private static final Field<ModelConf, Integer> EMBEDDING =
            Scalar.of("embedding", Types.integer(Range.atLeast(1)), ModelConf::embedding, 128)
                    .means(
                            "width of a word's vector; short for `inputs: [{kind: words, width: 128}]`")
                    .writtenIf(model -> model.embedding() > 0);

    private static final Field<ModelConf, List<InputConf>> INPUTS =
            Nested.list(
                            "inputs",
                            InputConf.settings(),
                            ModelConf::inputs,
                            v -> List.of(InputConf.Words.random(v.get(EMBEDDING))))
                    .checked((section, inputs, v) -> InputConf.check(section, inputs))
                    .writtenIf(model -> model.embedding() == 0);
    private static final Field<ModelConf, List<EncoderLayer>> LAYERS =
            Nested.list(
                            "layers",
                            EncoderLayer.settings(),
                            ModelConf::layers,
                            v -> List.of(EncoderLayer.settings().standard()))
                    .checked(
                            (section, layers, v) -> {
                                var given = section.value("layers");
                                if (given.isList() && given.list().isEmpty()) {
                                    given.wrong(
                                            "at least one layer such as {cell: lstm, size: 128}");
                                }
                            });
    private static final Field<ModelConf, Boolean> RESIDUAL =
            Scalar.of("residual", Types.flag(), ModelConf::residual, false)
                    .means(
                            "whether each layer except the first adds its input to its output; they must be equally wide");
    private static final Field<ModelConf, Boolean> LAYER_NORM =
            Scalar.of("layerNorm", Types.flag(), ModelConf::layerNorm, false)
                    .means(
                            "whether a layer's output is normalised before the next layer (mean 0, variance 1, then a"
                                    + " learned gain and bias)");
    private static final Field<ModelConf, Pooling> POOLING =
            Scalar.of("pooling", Types.choice(Pooling.class), ModelConf::pooling, Pooling.MAX)
                    .means(
                            "how a text's hidden states become one vector: `last` (each direction's final state),"
                                    + " `mean`, `max`, `concat` (all three), `attention` (a mean with learned weights)");
    public static final Field<ModelConf, DropoutConf> DROPOUT =
            Nested.section("dropout", DropoutConf.SETTINGS, ModelConf::dropout);
    public static final Field<ModelConf, PenaltyConf> PENALTIES =
            Nested.section("penalties", PenaltyConf.SETTINGS, ModelConf::penalties);
    private static final Field<ModelConf, InitializerConf> INITIALIZER =
            Scalar.of(
                            "initializer",
                            InitializerConf.TYPE,
                            ModelConf::initializer,
                            "standard",
                            v -> new InitializerConf.Standard())
                    .means(
                            "initial values of matrices: `standard`, those of each layer's own kind; or normal with"
                                    + " mean 0 and this standard deviation, for all matrices. Biases stay as they are");
    public static final Field<ModelConf, SoftmaxConf> SOFTMAX =
            Nested.section("softmax", SoftmaxConf.settings(), ModelConf::softmax);
    public static final Field<ModelConf, String> FROM =
            Scalar.of("from", Types.text(), ModelConf::from, "")
                    .means(
                            "directory of a model, or of its run, whose parameters the network begins with: those of"
                                    + " the same name and shape, vectors of words by word");
    private static final Field<ModelConf, WideConf> WIDE =
            Nested.optional(
                    "wide", WideConf.SETTINGS, ModelConf::wide, v -> WideConf.SETTINGS.standard());

    static final Settings<ModelConf> SETTINGS =
            Settings.of(
                    v -> {
                        v.get(EMBEDDING);
                        return new ModelConf(
                                v.get(INPUTS),
                                v.get(LAYERS),
                                v.get(RESIDUAL),
                                v.get(LAYER_NORM),
                                v.get(POOLING),
                                v.get(DROPOUT),
                                v.get(PENALTIES),
                                v.get(INITIALIZER),
                                v.get(SOFTMAX),
                                v.get(FROM),
                                v.get(WIDE));
                    });

    /** Returns the same with another value of a field. */
    public <V> ModelConf with(Field<ModelConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    /**
     * Width of the words' vectors if these are the only input and as a width alone means, else 0.
     */
    private int embedding() {
        return inputs.size() == 1
                        && inputs.get(0) instanceof InputConf.Words words
                        && words.equals(InputConf.Words.random(words.width()))
                ? words.width()
                : 0;
    }

    /** Stacked layers with nothing between them but dropout. */
    public ModelConf(
            List<InputConf> inputs,
            List<? extends EncoderLayer> layers,
            Pooling pooling,
            DropoutConf dropout) {
        this(
                inputs,
                List.copyOf(layers),
                false,
                false,
                pooling,
                dropout,
                new PenaltyConf(0, 0),
                new InitializerConf.Standard(),
                SoftmaxConf.Full.untied(),
                "",
                null);
    }

    /**
     * The same with a table of words as the only input.
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

    /** Returns the same network without dropout and penalties. */
    public ModelConf undisturbed() {
        return with(DROPOUT, DropoutConf.SETTINGS.standard())
                .with(PENALTIES, PenaltyConf.SETTINGS.standard())
                .with(WIDE, wide == null ? null : wide.undisturbed());
    }

    /** Returns the linear model of n-grams beside the network, if there is one. */
    public Optional<WideConf> ngrams() {
        return Optional.ofNullable(wide);
    }

    /** Returns the name of the parameter that holds the table of an input. */
    public String table(int input) {
        var name = inputs.get(input) instanceof InputConf.Letters ? "letters" : "embedding";
        return input == 0 ? "input." + name : "input." + name + (input + 1);
    }

    /** Returns the name of the parameter that holds how often the words of a table occur. */
    public String counts(int input) {
        return table(input) + ".counts";
    }

    /** Returns the names of the tables of letter n-grams. */
    public List<String> letterTables() {
        return IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i) instanceof InputConf.Letters)
                .mapToObj(this::table)
                .toList();
    }

    /**
     * Returns the epochs in which a parameter keeps its initial values: by its vectors' {@code
     * tune}, or all if it counts words.
     */
    int frozenEpochs(String parameter) {
        for (int i = 0; i < inputs.size(); i++) {
            if (counts(i).equals(parameter)) {
                return InputConf.VectorsConf.ALL;
            }
            if (inputs.get(i) instanceof InputConf.Words words && table(i).equals(parameter)) {
                return words.vectors().frozenEpochs();
            }
        }
        return 0;
    }

    /** Returns the recurrent layers. */
    public List<RecurrentConf> recurrentLayers() {
        return layers.stream()
                .filter(RecurrentConf.class::isInstance)
                .map(RecurrentConf.class::cast)
                .toList();
    }

    /** Returns the reservoir, if the model is one. */
    public Optional<ReservoirConf> reservoir() {
        return layers.get(0) instanceof ReservoirConf reservoir
                ? Optional.of(reservoir)
                : Optional.empty();
    }

    /** Returns whether the last layer, trained by teacher forcing, is the network's output. */
    public boolean teacherForcing() {
        return layers.get(layers.size() - 1) instanceof RecurrentConf last
                && last.cell() instanceof CellConf.Jordan jordan
                && jordan.teacherForcing();
    }

    /** Returns the initial steps of a sequence that are excluded from fitting and evaluation. */
    public int washout() {
        return reservoir().map(ReservoirConf::washout).orElse(0);
    }

    /** How the hidden states of a sequence become one vector. */
    public enum Pooling {
        /** Each direction's own final state. */
        LAST,
        MEAN,
        MAX,
        /** Last, mean and max side by side. */
        CONCAT,
        /** A mean with learned weights. */
        ATTENTION
    }

    /** Probabilities in [0, 1) that something is dropped in training. */
    public record DropoutConf(
            double words,
            double embeddingRows,
            double embedding,
            double layers,
            boolean locked,
            double recurrent,
            double head)
            implements Serializable {
        private static final Field<DropoutConf, Double> WORDS =
                probability(
                        "words",
                        DropoutConf::words,
                        "a word is replaced by the unknown word in training");
        private static final Field<DropoutConf, Double> EMBEDDING_ROWS =
                probability(
                        "embeddingRows",
                        DropoutConf::embeddingRows,
                        "a word's whole vector is dropped, in all its places in a batch");
        private static final Field<DropoutConf, Double> EMBEDDING =
                probability(
                        "embedding",
                        DropoutConf::embedding,
                        "an element of a word's vector is dropped");
        private static final Field<DropoutConf, Double> LAYERS =
                probability(
                        "layers",
                        DropoutConf::layers,
                        "an element of a layer's output is dropped before the next layer");
        private static final Field<DropoutConf, Boolean> LOCKED =
                Scalar.of("locked", Types.flag(), DropoutConf::locked, false)
                        .means(
                                "whether the elements that `layers` drops are the same at all steps of a sequence");
        private static final Field<DropoutConf, Double> RECURRENT =
                probability(
                        "recurrent",
                        DropoutConf::recurrent,
                        "an element of a recurrent matrix is dropped, one mask a batch");
        private static final Field<DropoutConf, Double> HEAD =
                probability(
                        "head", DropoutConf::head, "an element of the pooled vector is dropped");

        static final Settings<DropoutConf> SETTINGS =
                Settings.of(
                        v ->
                                new DropoutConf(
                                        v.get(WORDS),
                                        v.get(EMBEDDING_ROWS),
                                        v.get(EMBEDDING),
                                        v.get(LAYERS),
                                        v.get(LOCKED),
                                        v.get(RECURRENT),
                                        v.get(HEAD)));

        /** Dropout of whole words and of single elements only. */
        public DropoutConf(double words, double embedding, double layers, double head) {
            this(words, 0, embedding, layers, false, 0, head);
        }

        private static Field<DropoutConf, Double> probability(
                String key, Function<DropoutConf, Double> component, String event) {
            return Scalar.of(key, Types.number(Range.halfOpen(0, 1)), component, 0.0)
                    .means("probability that " + event);
        }
    }

    /**
     * Weights of what is added to the loss, at least 0.
     *
     * @param activation of the mean square of the last layer's outputs
     * @param temporal of the mean square of their change from step to step
     */
    public record PenaltyConf(double activation, double temporal) implements Serializable {
        private static final Field<PenaltyConf, Double> ACTIVATION =
                Scalar.of(
                                "activation",
                                Types.number(Range.atLeast(0)),
                                PenaltyConf::activation,
                                0.0)
                        .means(
                                "weight of the mean square of the last layer's outputs, added to the loss");
        private static final Field<PenaltyConf, Double> TEMPORAL =
                Scalar.of("temporal", Types.number(Range.atLeast(0)), PenaltyConf::temporal, 0.0)
                        .means("weight of the mean square of their change from step to step");

        static final Settings<PenaltyConf> SETTINGS =
                Settings.of(v -> new PenaltyConf(v.get(ACTIVATION), v.get(TEMPORAL)));
    }
}
