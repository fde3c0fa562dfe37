package unroll.task.network;

import unroll.cell.Cells;
import unroll.conf.EncoderLayer;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.TimeDelayConf;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.layer.TimeDelay;

/** The layer along time that is configured. */
final class LayerChoice {
    private LayerChoice() {}

    /**
     * @param columns of the rows that it reads
     * @param oneHot whether it looks its weights up by word
     * @param outputs of the network, the default for a cell's own output layer
     * @param weightDrop probability of dropping a recurrent weight
     */
    static Layer of(
            EncoderLayer conf,
            Layout.Builder layout,
            String name,
            int columns,
            boolean oneHot,
            int outputs,
            double weightDrop) {
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
        return Cells.layer(
                layout, name, (RecurrentConf) conf, columns, oneHot, outputs, weightDrop);
    }
}
