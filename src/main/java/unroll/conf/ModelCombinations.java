package unroll.conf;

import unroll.conf.ModelConf.LayerConf;
import unroll.conf.ModelConf.TimeDelayConf;

/** What the settings of {@code model} must have in common. */
final class ModelCombinations {
    private ModelCombinations() {}

    static void check(ModelConf model, Reading reading) {
        between("residual", model.residual(), model, reading);
        between("layerNorm", model.layerNorm(), model, reading);
        if (model.residual()) {
            widths(model, reading);
        }
        recurrentDropout(model, reading);
        if (model.dropout().locked() && model.dropout().layers() == 0) {
            reading.wrongTogether(
                    "model.dropout.locked: expected false without model.dropout.layers, got true; give"
                            + " model.dropout.layers a probability such as 0.3",
                    "model.dropout.locked",
                    "model.dropout.layers");
        }
    }

    private static void recurrentDropout(ModelConf model, Reading reading) {
        double probability = model.dropout().recurrent();
        if (probability > 0
                && model.recurrentLayers().stream()
                        .noneMatch(ModelCombinations::hasRecurrentMatrix)) {
            reading.wrongTogether(
                    "model.dropout.recurrent: expected 0 without a layer that has a recurrent matrix"
                            + " (elman, jordan, lstm, gru), got "
                            + Range.show(probability),
                    "model.dropout.recurrent",
                    "model.layers[0].cell");
        }
    }

    private static void between(String key, boolean on, ModelConf model, Reading reading) {
        if (on && model.layers().size() == 1) {
            reading.wrongTogether(
                    "model."
                            + key
                            + ": expected false with one layer, got true; add a layer to model.layers",
                    "model." + key,
                    "model.layers");
        }
    }

    /** What is added must be equally wide and long. */
    private static void widths(ModelConf model, Reading reading) {
        for (int i = 1; i < model.layers().size(); i++) {
            var layer = model.layers().get(i);
            int before = model.layers().get(i - 1).outputs();
            if (layer.outputs() != before || before == 0) {
                reading.wrongTogether(
                        "model.layers["
                                + i
                                + "].size: expected outputs as wide as the layer before ("
                                + width(before)
                                + ") with model.residual, got "
                                + width(layer.outputs())
                                + "; change the size (both directions count), or set"
                                + " model.residual: false",
                        "model.layers[" + i + "].size",
                        "model.layers[" + i + "].bidirectional",
                        "model.residual");
            }
            if (layer instanceof TimeDelayConf delay && delay.stride() > 1) {
                reading.wrongTogether(
                        "model.layers["
                                + i
                                + "].stride: expected 1 with model.residual, got "
                                + delay.stride()
                                + "; set it to 1, or model.residual: false",
                        "model.layers[" + i + "].stride",
                        "model.residual");
            }
        }
    }

    private static String width(int outputs) {
        return outputs == 0 ? "the number of classes" : Integer.toString(outputs);
    }

    private static boolean hasRecurrentMatrix(LayerConf layer) {
        return switch (layer.cell().name()) {
            case ELMAN, JORDAN, LSTM, GRU -> true;
            case MINLSTM, MINGRU -> false;
        };
    }
}
