package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.conf.ModelConf;
import unroll.conf.WideConf;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;
import unroll.text.NGrams;

/** The rules of {@code model}. */
final class ModelRules {
    private ModelRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        var model = conf.model();
        between("residual", model.residual(), model, mistakes);
        between("layerNorm", model.layerNorm(), model, mistakes);
        if (model.residual()) {
            widths(model, mistakes);
        }
        recurrentDropout(model, mistakes);
        if (!conf.data().train().words()) {
            noWords("words", model.dropout().words(), mistakes);
            noWords("embeddingRows", model.dropout().embeddingRows(), mistakes);
            noInputs(model, mistakes);
        }
        if (model.inputs().get(0) instanceof InputConf.OneHot) {
            oneHot(model, mistakes);
        }
        if (model.ngrams().isPresent()) {
            ngrams(conf, mistakes);
        }
    }

    /** N-grams are those of a whole text. */
    private static void ngrams(Configuration conf, Mistakes mistakes) {
        if (!conf.data().train().words()) {
            mistakes.together(
                    "model.wide: expected nothing if steps are vectors, not words",
                    "model.wide",
                    "data.train.sequence");
        }
        long ids = (long) conf.text().vocabulary() + conf.text().unknownBuckets();
        if (ids > NGrams.WORDS) {
            mistakes.together(
                    "model.wide: expected at most "
                            + NGrams.WORDS
                            + " words and buckets of unknown ones (text.vocabulary, text.unknownBuckets), got "
                            + ids,
                    "model.wide",
                    "text.vocabulary",
                    "text.unknownBuckets");
        }
        if (conf.bptt().truncated()) {
            mistakes.together(
                    "model.wide: expected nothing with bptt.steps "
                            + conf.bptt().steps()
                            + ", whose windows hold a part of a text's n-grams only; leave one of them out",
                    "model.wide",
                    "bptt.steps");
        }
        if (conf.model().ngrams().orElseThrow().learns() == WideConf.Learns.APART
                && conf.training().adversarial().on()) {
            mistakes.together(
                    "model.wide.learns: expected together with training.adversarial, whose"
                            + " perturbations follow the gradient of the sum, got apart",
                    "model.wide.learns",
                    "training.adversarial");
        }
    }

    private static void noInputs(ModelConf model, Mistakes mistakes) {
        boolean plain =
                model.inputs().size() == 1
                        && model.inputs().get(0) instanceof InputConf.Words words
                        && words.vectors() instanceof VectorsConf.Random;
        if (!plain) {
            mistakes.together(
                    "model.inputs: expected nothing if steps are vectors, not words",
                    "model.inputs",
                    "data.train.sequence");
        }
    }

    /** One-hot words have no vectors, and are looked up by the first layer. */
    private static void oneHot(ModelConf model, Mistakes mistakes) {
        noVectors("embedding", model.dropout().embedding(), mistakes);
        noVectors("embeddingRows", model.dropout().embeddingRows(), mistakes);
        if (!(model.layers().get(0) instanceof RecurrentConf)) {
            mistakes.together(
                    "model.layers[0].layer: expected recurrent with an input of kind onehot, whose"
                            + " weights a recurrent layer looks up, got convolution",
                    "model.layers[0].layer",
                    "model.inputs[0].kind");
        }
    }

    private static void noVectors(String key, double probability, Mistakes mistakes) {
        if (probability > 0) {
            mistakes.together(
                    "model.dropout."
                            + key
                            + ": expected 0 with an input of kind onehot, which has no vectors, got "
                            + Range.show(probability)
                            + "; model.dropout.words drops words",
                    "model.dropout." + key,
                    "model.inputs[0].kind");
        }
    }

    private static void noWords(String key, double probability, Mistakes mistakes) {
        if (probability > 0) {
            mistakes.together(
                    "model.dropout."
                            + key
                            + ": expected 0 if steps are vectors, not words; got "
                            + Range.show(probability),
                    "model.dropout." + key,
                    "data.train.sequence");
        }
    }

    private static void recurrentDropout(ModelConf model, Mistakes mistakes) {
        double probability = model.dropout().recurrent();
        if (probability > 0
                && model.recurrentLayers().stream().noneMatch(ModelRules::hasRecurrentMatrix)) {
            mistakes.together(
                    "model.dropout.recurrent: expected 0 without a layer that has a recurrent matrix"
                            + " (elman, jordan, lstm, gru), got "
                            + Range.show(probability),
                    "model.dropout.recurrent",
                    "model.layers[0].cell");
        }
    }

    private static void between(String key, boolean on, ModelConf model, Mistakes mistakes) {
        if (on && model.layers().size() == 1) {
            mistakes.together(
                    "model."
                            + key
                            + ": expected false with one layer, got true; add a layer to model.layers",
                    "model." + key,
                    "model.layers");
        }
    }

    /** A residual connection adds outputs of equal width and length. */
    private static void widths(ModelConf model, Mistakes mistakes) {
        for (int i = 1; i < model.layers().size(); i++) {
            var layer = model.layers().get(i);
            int before = model.layers().get(i - 1).outputs();
            if (layer.outputs() != before || before == 0) {
                mistakes.together(
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
            if (layer.stride() > 1) {
                mistakes.together(
                        "model.layers["
                                + i
                                + "].stride: expected 1 with model.residual, got "
                                + layer.stride()
                                + "; set it to 1, or model.residual: false",
                        "model.layers[" + i + "].stride",
                        "model.residual");
            }
        }
    }

    private static String width(int outputs) {
        return outputs == 0 ? "the number of outputs" : Integer.toString(outputs);
    }

    private static boolean hasRecurrentMatrix(RecurrentConf layer) {
        return switch (layer.cell().name()) {
            case ELMAN, JORDAN, LSTM, GRU -> true;
            case MINLSTM, MINGRU -> false;
        };
    }
}
