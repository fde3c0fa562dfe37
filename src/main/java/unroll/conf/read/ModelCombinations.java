package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.LayerConf;
import unroll.conf.ModelConf.TimeDelayConf;
import unroll.conf.VectorsConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Reading;

/** What the settings of {@code model} must have in common. */
final class ModelCombinations {
    private ModelCombinations() {}

    static void check(Configuration conf, Reading reading) {
        var model = conf.model();
        between("residual", model.residual(), model, reading);
        between("layerNorm", model.layerNorm(), model, reading);
        if (model.residual()) {
            widths(model, reading);
        }
        recurrentDropout(model, reading);
        TeacherCombinations.check(conf, reading);
        locked(conf, reading);
        if (!conf.data().train().words()) {
            noWords("words", model.dropout().words(), reading);
            noWords("embeddingRows", model.dropout().embeddingRows(), reading);
            noInputs(model, reading);
        }
        if (model.inputs().get(0) instanceof InputConf.OneHot) {
            oneHot(model, reading);
        }
    }

    private static void noInputs(ModelConf model, Reading reading) {
        boolean plain =
                model.inputs().size() == 1
                        && model.inputs().get(0) instanceof InputConf.Words words
                        && words.vectors() instanceof VectorsConf.Random;
        if (!plain) {
            reading.wrongTogether(
                    "model.inputs: expected nothing where steps are vectors, not words",
                    "model.inputs",
                    "data.train.sequence");
        }
    }

    /** What the first layer looks up has no values that anything could change. */
    private static void oneHot(ModelConf model, Reading reading) {
        noVectors("embedding", model.dropout().embedding(), reading);
        noVectors("embeddingRows", model.dropout().embeddingRows(), reading);
        if (!(model.layers().get(0) instanceof LayerConf)) {
            reading.wrongTogether(
                    "model.layers[0].layer: expected recurrent with an input of kind onehot, whose"
                            + " weights a recurrent layer looks up, got convolution",
                    "model.layers[0].layer",
                    "model.inputs[0].kind");
        }
    }

    private static void noVectors(String key, double probability, Reading reading) {
        if (probability > 0) {
            reading.wrongTogether(
                    "model.dropout."
                            + key
                            + ": expected 0 with an input of kind onehot, which has no vectors, got "
                            + Range.show(probability)
                            + "; model.dropout.words drops words",
                    "model.dropout." + key,
                    "model.inputs[0].kind");
        }
    }

    private static void noWords(String key, double probability, Reading reading) {
        if (probability > 0) {
            reading.wrongTogether(
                    "model.dropout."
                            + key
                            + ": expected 0 where steps are vectors, not words; got "
                            + Range.show(probability),
                    "model.dropout." + key,
                    "data.train.sequence");
        }
    }

    /** A mask is locked where there is a row a step: between layers, and below some heads. */
    private static void locked(Configuration conf, Reading reading) {
        var dropout = conf.model().dropout();
        boolean heads =
                switch (conf.task()) {
                    case CLASSIFY -> false;
                    case FORECAST -> conf.data().train().target().isEmpty();
                    case LANGUAGE, TRANSCRIBE -> true;
                };
        if (dropout.locked() && dropout.layers() == 0 && !(heads && dropout.head() > 0)) {
            var keys = "model.dropout.layers" + (heads ? " or model.dropout.head" : "");
            reading.wrongTogether(
                    "model.dropout.locked: expected false without "
                            + keys
                            + ", got true; give it a probability such as 0.3",
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
        return outputs == 0 ? "the number of outputs" : Integer.toString(outputs);
    }

    private static boolean hasRecurrentMatrix(LayerConf layer) {
        return switch (layer.cell().name()) {
            case ELMAN, JORDAN, LSTM, GRU -> true;
            case MINLSTM, MINGRU -> false;
        };
    }
}
