package unroll.conf;

import java.io.Serializable;

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

    /** What a simple cell makes of its sum. */
    enum Activation {
        TANH,
        RELU
    }

    /** How a recurrent matrix starts. */
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

    /** What a Jordan cell's output layer makes of its sum. */
    enum Output {
        SOFTMAX,
        LINEAR
    }

    /** Where a GRU's reset gate acts: on the recurrent product, or on what goes into it. */
    enum Reset {
        AFTER,
        BEFORE
    }

    /**
     * @param scale of the recurrent matrix's start
     */
    record Elman(Activation activation, Start start, double scale) implements CellConf {
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
        @Override
        public Name name() {
            return Name.JORDAN;
        }
    }

    /**
     * @param forgetBias where the forget gate's bias starts
     * @param peepholes whether the gates see the memory
     * @param coupled whether the input gate is what the forget gate leaves
     */
    record Lstm(double forgetBias, boolean peepholes, boolean coupled) implements CellConf {
        @Override
        public Name name() {
            return Name.LSTM;
        }
    }

    record Gru(Reset reset) implements CellConf {
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

    /** The cell with its defaults. */
    static CellConf of(Name name) {
        return switch (name) {
            case ELMAN -> new Elman(Activation.TANH, Start.ORTHOGONAL, 1);
            case JORDAN -> new Jordan(Activation.TANH, 0, Output.SOFTMAX, false);
            case LSTM -> new Lstm(1, false, false);
            case GRU -> new Gru(Reset.AFTER);
            case MINLSTM -> new MinLstm();
            case MINGRU -> new MinGru();
        };
    }
}
