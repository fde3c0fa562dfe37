package unroll.conf;

import java.io.Serializable;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/** A recurrent cell with the settings of its own. */
public sealed interface CellConf extends Serializable {
    Name name();

    /** The cells by the names that a configuration gives them, in lower case. */
    enum Name {
        ELMAN,
        JORDAN,
        LSTM,
        GRU,
        MINLSTM,
        MINGRU
    }

    /** The activation function of a simple cell. */
    enum Activation {
        TANH,
        RELU
    }

    /** The initial values of a recurrent matrix. */
    enum Start {
        /** Uniform in ± scale / √units. */
        UNIFORM,
        /** Uniform with Glorot and Bengio's bound, times scale. */
        GLOROT,
        /** A random orthogonal matrix times scale. */
        ORTHOGONAL,
        /** The identity times scale; with ReLU this is the IRNN. */
        IDENTITY
    }

    /** The activation function of a Jordan cell's output layer. */
    enum Output {
        SOFTMAX,
        LINEAR
    }

    /** Where a GRU's reset gate acts: on the recurrent product, or on its input. */
    enum Reset {
        AFTER,
        BEFORE
    }

    /**
     * @param start initial values of the recurrent matrix
     * @param scale factor of these
     */
    record Elman(Activation activation, Start start, double scale) implements CellConf {
        private static final Field<Elman, Activation> ACTIVATION =
                CellConf.activation(Elman::activation);
        private static final Field<Elman, Start> START =
                Scalar.of("start", Types.choice(Start.class), Elman::start, Start.ORTHOGONAL)
                        .means(
                                "initial recurrent matrix of `elman`; `relu` with `identity` is the IRNN");
        private static final Field<Elman, Double> SCALE =
                Scalar.of("scale", Types.number(Range.above(0)), Elman::scale, 1.0)
                        .means("factor of that matrix");

        static final Settings<Elman> SETTINGS =
                Settings.of(v -> new Elman(v.get(ACTIVATION), v.get(START), v.get(SCALE)));

        @Override
        public Name name() {
            return Name.ELMAN;
        }
    }

    /**
     * @param outputs width of the output layer; 0 is that of the network
     * @param teacherForcing whether in training the target of the step before is fed back
     */
    record Jordan(Activation activation, int outputs, Output output, boolean teacherForcing)
            implements CellConf {
        private static final Field<Jordan, Activation> ACTIVATION =
                CellConf.activation(Jordan::activation);
        private static final Field<Jordan, Integer> OUTPUTS =
                Scalar.of(
                                "outputs",
                                Types.integer(
                                        "an integer >= 1", Range.closed(1, Integer.MAX_VALUE)),
                                Jordan::outputs,
                                "outputs of the network",
                                v -> 0)
                        .means(
                                "width of the output layer of `jordan`, which is fed back and is the"
                                        + " layer's output")
                        .writtenIf(jordan -> jordan.outputs() > 0);
        private static final Field<Jordan, Output> OUTPUT =
                Scalar.of("output", Types.choice(Output.class), Jordan::output, Output.SOFTMAX)
                        .means("activation function of the output layer of `jordan`");
        private static final Field<Jordan, Boolean> TEACHER_FORCING =
                Scalar.of("teacherForcing", Types.flag(), Jordan::teacherForcing, false)
                        .means(
                                "whether `jordan`, as the last layer and the network's output, is fed the target of"
                                        + " the previous step in training");

        static final Settings<Jordan> SETTINGS =
                Settings.of(
                        v ->
                                new Jordan(
                                        v.get(ACTIVATION),
                                        v.get(OUTPUTS),
                                        v.get(OUTPUT),
                                        v.get(TEACHER_FORCING)));

        @Override
        public Name name() {
            return Name.JORDAN;
        }
    }

    /**
     * @param forgetBias initial bias of the forget gate
     * @param peepholes whether the gates see the memory
     * @param coupled whether the input gate is one minus the forget gate
     * @param inputGate whether there is an input gate; without it, it is one
     * @param outputGate whether there is an output gate; without it, it is one
     */
    record Lstm(
            double forgetBias,
            boolean peepholes,
            boolean coupled,
            boolean inputGate,
            boolean outputGate)
            implements CellConf {
        private static final Field<Lstm, Double> FORGET_BIAS =
                Scalar.of("forgetBias", Types.number(Range.any()), Lstm::forgetBias, 1.0)
                        .means("initial bias of the forget gate of `lstm`");
        private static final Field<Lstm, Boolean> PEEPHOLES =
                Scalar.of("peepholes", Types.flag(), Lstm::peepholes, false)
                        .means("whether the gates of `lstm` see its memory");
        private static final Field<Lstm, Boolean> COUPLED =
                Scalar.of("coupled", Types.flag(), Lstm::coupled, false)
                        .means("whether the input gate of `lstm` is one minus its forget gate");
        private static final Field<Lstm, Boolean> INPUT_GATE =
                Scalar.of("inputGate", Types.flag(), Lstm::inputGate, true)
                        .means("whether `lstm` has an input gate; false leaves out its products")
                        .checked(
                                (section, inputGate, v) -> {
                                    if (!inputGate && v.get(COUPLED)) {
                                        section.value("inputGate").wrong("true with coupled: true");
                                    }
                                });
        private static final Field<Lstm, Boolean> OUTPUT_GATE =
                Scalar.of("outputGate", Types.flag(), Lstm::outputGate, true)
                        .means("whether `lstm` has an output gate; false leaves out its products");

        static final Settings<Lstm> SETTINGS =
                Settings.of(
                        v ->
                                new Lstm(
                                        v.get(FORGET_BIAS),
                                        v.get(PEEPHOLES),
                                        v.get(COUPLED),
                                        v.get(INPUT_GATE),
                                        v.get(OUTPUT_GATE)));

        /** An LSTM with both gates. */
        public Lstm(double forgetBias, boolean peepholes, boolean coupled) {
            this(forgetBias, peepholes, coupled, true, true);
        }

        @Override
        public Name name() {
            return Name.LSTM;
        }
    }

    record Gru(Reset reset) implements CellConf {
        private static final Field<Gru, Reset> RESET =
                Scalar.of("reset", Types.choice(Reset.class), Gru::reset, Reset.AFTER)
                        .means(
                                "whether the reset gate of `gru` acts after the recurrent product, as in PyTorch and"
                                        + " cuDNN, or before it, as in the paper");

        static final Settings<Gru> SETTINGS = Settings.of(v -> new Gru(v.get(RESET)));

        @Override
        public Name name() {
            return Name.GRU;
        }
    }

    record MinLstm() implements CellConf {
        @Override
        public Name name() {
            return Name.MINLSTM;
        }
    }

    record MinGru() implements CellConf {
        @Override
        public Name name() {
            return Name.MINGRU;
        }
    }

    /** The keys of a cell's own settings. */
    static Settings<? extends CellConf> settings(Name name) {
        return switch (name) {
            case ELMAN -> Elman.SETTINGS;
            case JORDAN -> Jordan.SETTINGS;
            case LSTM -> Lstm.SETTINGS;
            case GRU -> Gru.SETTINGS;
            case MINLSTM -> Settings.of(v -> new MinLstm());
            case MINGRU -> Settings.of(v -> new MinGru());
        };
    }

    /** Returns the cell with its defaults. */
    static CellConf of(Name name) {
        return settings(name).standard();
    }

    /** The setting of all that has an activation function to choose. */
    static <T> Field<T, Activation> activation(Function<T, Activation> component) {
        return Scalar.of("activation", Types.choice(Activation.class), component, Activation.TANH)
                .means("activation function of `elman`, `jordan` and convolutions");
    }
}
