package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.ModelConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code model}. */
final class ModelSection {
    private static final Range PROBABILITY = Range.halfOpen(0, 1);

    private ModelSection() {}

    static ModelConf read(Section root) {
        try (var model = root.section("model")) {
            return new ModelConf(
                    InputSection.read(model),
                    layers(model),
                    model.flag(
                            "residual",
                            false,
                            "whether each layer but the first adds its input to its output; they must be equally wide"),
                    model.flag(
                            "layerNorm",
                            false,
                            "whether a layer's output is normalised before the next layer (mean 0, variance 1, then a"
                                    + " learned gain and bias)"),
                    model.choice(
                            "pooling",
                            ModelConf.Pooling.MAX,
                            "how a text's hidden states become one vector: `last` (each direction's final state),"
                                    + " `mean`, `max`, `concat` (all three), `attention` (a mean with learned"
                                    + " weights)"),
                    dropout(model),
                    penalties(model));
        }
    }

    private static List<ModelConf.EncoderLayer> layers(Section model) {
        var value = model.own("layers");
        var layers = new ArrayList<ModelConf.EncoderLayer>();
        for (var element : value.list()) {
            layers.add(LayerSection.read(element.section()));
        }
        if (layers.isEmpty() && !value.absent()) {
            value.wrong("at least one layer such as {cell: lstm, size: 128}");
        }
        // Without any, one layer of defaults; read even then, since that declares its settings.
        return layers.isEmpty()
                ? List.of(LayerSection.read(model.first("layers")))
                : List.copyOf(layers);
    }

    private static ModelConf.DropoutConf dropout(Section model) {
        try (var dropout = model.section("dropout")) {
            return new ModelConf.DropoutConf(
                    dropout.number(
                            "words",
                            0,
                            PROBABILITY,
                            "probability that a word is replaced by the unknown word in training"),
                    dropout.number(
                            "embeddingRows",
                            0,
                            PROBABILITY,
                            "probability that a word's whole vector is dropped, in all its places in a batch"),
                    dropout.number(
                            "embedding",
                            0,
                            PROBABILITY,
                            "probability that an element of a word's vector is dropped"),
                    dropout.number(
                            "layers",
                            0,
                            PROBABILITY,
                            "probability that an element of a layer's output is dropped before the next layer"),
                    dropout.flag(
                            "locked",
                            false,
                            "whether the elements that `layers` drops are the same at all steps of a sequence"),
                    dropout.number(
                            "recurrent",
                            0,
                            PROBABILITY,
                            "probability that an element of a recurrent matrix is dropped, one mask a batch"),
                    dropout.number(
                            "head",
                            0,
                            PROBABILITY,
                            "probability that an element of the pooled vector is dropped"));
        }
    }

    private static ModelConf.PenaltyConf penalties(Section model) {
        try (var penalties = model.section("penalties")) {
            return new ModelConf.PenaltyConf(
                    penalties.number(
                            "activation",
                            0,
                            Range.atLeast(0),
                            "weight of the mean square of the last layer's outputs in what is minimised"),
                    penalties.number(
                            "temporal",
                            0,
                            Range.atLeast(0),
                            "weight of the mean square of their change from step to step"));
        }
    }
}
