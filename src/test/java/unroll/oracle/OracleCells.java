package unroll.oracle;

import java.util.List;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;

/**
 * The equations of the engine's cells as a configuration describes them, each with the gates in the
 * order in which the engine stores them.
 */
public final class OracleCells {
    private OracleCells() {}

    /**
     * The cell of a layer with its leak and its lags.
     *
     * @param outputs of an output layer of its own where the configuration leaves them open
     */
    public static OracleCell of(RecurrentConf layer, int outputs) {
        var cell = of(layer.cell(), layer, outputs);
        return layer.lags().equals(List.of(1)) ? cell : new OracleLags(cell, layer.lags());
    }

    /** What leaks is the hidden state, below an output layer where there is one. */
    private static OracleCell leaky(OracleCell cell, RecurrentConf layer) {
        if (layer.leak() instanceof LeakConf.Learned) {
            return new OracleLeaky(cell, null);
        }
        if (layer.leak() instanceof LeakConf.Spread spread) {
            var alpha = new double[layer.size()];
            for (int i = 0; i < alpha.length; i++) {
                double place = alpha.length == 1 ? 0 : (double) i / (alpha.length - 1);
                alpha[i] = (1 - place) * spread.from() + place * spread.to();
            }
            return new OracleLeaky(cell, alpha);
        }
        return cell;
    }

    private static OracleCell of(CellConf cell, RecurrentConf layer, int outputs) {
        if (cell instanceof CellConf.Jordan jordan) {
            return new OracleJordan(
                    leaky(elman(jordan.activation()), layer),
                    jordan.outputs() > 0 ? jordan.outputs() : outputs,
                    jordan.output() == CellConf.Output.SOFTMAX);
        }
        return leaky(of(cell, outputs), layer);
    }

    /** The cell with its defaults, which has no output layer of its own. */
    public static OracleCell of(CellConf.Name name) {
        return of(CellConf.of(name), 0);
    }

    private static OracleCell of(CellConf cell, int outputs) {
        return switch (cell.name()) {
            case ELMAN -> elman(((CellConf.Elman) cell).activation());
            case JORDAN -> {
                var jordan = (CellConf.Jordan) cell;
                yield new OracleJordan(
                        elman(jordan.activation()),
                        jordan.outputs() > 0 ? jordan.outputs() : outputs,
                        jordan.output() == CellConf.Output.SOFTMAX);
            }
            case LSTM -> {
                var lstm = (CellConf.Lstm) cell;
                var gates =
                        (lstm.inputGate() && !lstm.coupled() ? "if" : "f")
                                + (lstm.outputGate() ? "og" : "g");
                yield new OracleLstm(new Gates(gates), lstm.coupled(), lstm.peepholes());
            }
            case GRU -> {
                boolean after = ((CellConf.Gru) cell).reset() == CellConf.Reset.AFTER;
                yield new OracleGru(
                        new Gates("nrz"),
                        new Gates(after ? "rzn" : "rz"),
                        new Gates(after ? "nrzu" : "nrz"),
                        after);
            }
            case MINLSTM -> new OracleMinLstm(new Gates("ifn"));
            case MINGRU -> new OracleMinGru(new Gates("zn"));
        };
    }

    private static OracleElman elman(CellConf.Activation activation) {
        return new OracleElman(activation == CellConf.Activation.RELU);
    }
}
