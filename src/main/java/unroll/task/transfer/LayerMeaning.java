package unroll.task.transfer;

import java.util.List;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.TimeDelayConf;

/** The function of a layer along time, apart from its parameters. */
final class LayerMeaning {
    private LayerMeaning() {}

    /**
     * Returns the settings of a layer that give its parameters their meaning, beyond their shapes.
     */
    static Object of(EncoderLayer layer) {
        if (layer instanceof RecurrentConf recurrent) {
            return List.of(of(recurrent.cell()), recurrent.leak(), recurrent.lags());
        }
        return layer instanceof TimeDelayConf delay
                ? List.of(delay.activation(), delay.dilation())
                : layer;
    }

    /** Returns a cell without its initial values. */
    private static Object of(CellConf cell) {
        if (cell instanceof CellConf.Lstm lstm) {
            return new CellConf.Lstm(
                    0, lstm.peepholes(), lstm.coupled(), lstm.inputGate(), lstm.outputGate());
        }
        if (cell instanceof CellConf.Elman elman) {
            return List.of(elman.name(), elman.activation());
        }
        return cell;
    }
}
