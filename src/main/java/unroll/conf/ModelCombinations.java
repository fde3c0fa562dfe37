package unroll.conf;

import unroll.conf.ModelConf.LayerConf;

/** What the settings of {@code model} must have in common. */
final class ModelCombinations {
    private ModelCombinations() {}

    static void check(ModelConf model, Reading reading) {
        between("residual", model.residual(), model, reading);
        between("layerNorm", model.layerNorm(), model, reading);
        if (model.residual()) {
            widths(model, reading);
        }
        if (model.dropout().locked() && model.dropout().layers() == 0) {
            reading.wrongTogether(
                    "model.dropout.locked: expected false without model.dropout.layers, got true; give"
                            + " model.dropout.layers a probability such as 0.3",
                    "model.dropout.locked",
                    "model.dropout.layers");
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

    private static void widths(ModelConf model, Reading reading) {
        for (int i = 1; i < model.layers().size(); i++) {
            int before = width(model.layers().get(i - 1));
            int width = width(model.layers().get(i));
            if (width != before) {
                reading.wrongTogether(
                        "model.layers["
                                + i
                                + "].size: expected outputs as wide as the layer before ("
                                + before
                                + ") with model.residual, got "
                                + width
                                + " (both directions count); change the size, or set model.residual:"
                                + " false",
                        "model.layers[" + i + "].size",
                        "model.layers[" + i + "].bidirectional",
                        "model.residual");
            }
        }
    }

    private static int width(LayerConf layer) {
        return layer.size() * (layer.bidirectional() ? 2 : 1);
    }
}
