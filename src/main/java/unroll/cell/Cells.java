package unroll.cell;

import unroll.cell.Lstm.InputGate;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.recurrent.Conditioning;
import unroll.nn.recurrent.Feedback;
import unroll.nn.recurrent.RecurrentLayer;

/** The registry of cells: builds each from its configuration. */
public final class Cells {
    private Cells() {}

    /**
     * Returns a recurrent layer.
     *
     * @param name prefix of its parameters' names
     * @param oneHot whether the input is one-hot
     * @param outputs width of an output layer of its own if the configuration does not set it
     * @param weightDrop probability that an element of a recurrent matrix is dropped from a batch
     */
    public static RecurrentLayer layer(
            Layout.Builder layout,
            String name,
            RecurrentConf conf,
            int inputs,
            boolean oneHot,
            int outputs,
            double weightDrop) {
        return new RecurrentLayer(
                layout,
                name,
                of(conf),
                inputs,
                conf.size(),
                oneHot,
                conf.bidirectional(),
                feedback(conf, outputs, weightDrop),
                Conditioning.NONE);
    }

    /**
     * Returns a layer of a decoder, in one direction. A Jordan network's own output is as wide as
     * the layer unless its configuration says otherwise.
     *
     * @param conditioning what it takes from the network's other chains
     */
    public static RecurrentLayer decoder(
            Layout.Builder layout,
            String name,
            RecurrentConf conf,
            int inputs,
            double weightDrop,
            Conditioning conditioning) {
        return new RecurrentLayer(
                layout,
                name,
                of(conf),
                inputs,
                conf.size(),
                false,
                false,
                feedback(conf, conf.size(), weightDrop),
                conditioning);
    }

    /** Returns the width of the state that such a layer feeds back. */
    public static int width(RecurrentConf conf) {
        int outputs = feedback(conf, conf.size(), 0).outputs();
        return outputs > 0 ? outputs : conf.size();
    }

    /** Returns the cell of a layer, with its leak. */
    public static Cell of(RecurrentConf conf) {
        var cell = of(conf.cell());
        boolean fedBack = conf.cell().name() != CellConf.Name.JORDAN;
        if (conf.leak() instanceof LeakConf.Learned) {
            return new Leaky(cell, null, fedBack);
        }
        return conf.leak() instanceof LeakConf.Spread spread
                ? new Leaky(cell, spread(spread, conf.size()), fedBack)
                : cell;
    }

    private static float[] spread(LeakConf.Spread spread, int units) {
        var alpha = new float[units];
        for (int i = 0; i < units; i++) {
            double place = units == 1 ? 0 : (double) i / (units - 1);
            alpha[i] = (float) (spread.from() + place * (spread.to() - spread.from()));
        }
        return alpha;
    }

    private static Cell of(CellConf conf) {
        return switch (conf.name()) {
            case ELMAN -> {
                var elman = (CellConf.Elman) conf;
                yield new Elman(elman.activation(), start(elman));
            }
            case JORDAN -> new Elman(((CellConf.Jordan) conf).activation(), Initializers.glorot(1));
            case LSTM -> {
                var lstm = (CellConf.Lstm) conf;
                yield new Lstm(
                        inputGate(lstm), lstm.outputGate(), lstm.forgetBias(), lstm.peepholes());
            }
            case GRU ->
                    switch (((CellConf.Gru) conf).reset()) {
                        case AFTER -> new Gru();
                        case BEFORE -> new GruResetBefore();
                    };
            case MINLSTM -> new MinLstm();
            case MINGRU -> new MinGru();
        };
    }

    private static InputGate inputGate(CellConf.Lstm lstm) {
        if (lstm.coupled()) {
            return InputGate.COUPLED;
        }
        return lstm.inputGate() ? InputGate.OWN : InputGate.NONE;
    }

    private static Initializer start(CellConf.Elman elman) {
        var start =
                switch (elman.start()) {
                    case UNIFORM -> Initializers.uniform();
                    case GLOROT -> Initializers.glorot(1);
                    case ORTHOGONAL -> Initializers.orthogonal(1);
                    case IDENTITY -> Initializers.identity();
                };
        return Initializers.scaled(start, elman.scale());
    }

    private static Feedback feedback(RecurrentConf conf, int outputs, double weightDrop) {
        if (conf.cell() instanceof CellConf.Jordan jordan) {
            return new Feedback(
                    conf.lags(),
                    jordan.outputs() > 0 ? jordan.outputs() : outputs,
                    jordan.output() == CellConf.Output.SOFTMAX,
                    jordan.teacherForcing(),
                    weightDrop);
        }
        return new Feedback(conf.lags(), 0, false, false, weightDrop);
    }
}
