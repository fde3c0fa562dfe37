package unroll.conf;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code model}. */
final class ModelSection {
    private static final Range PROBABILITY = Range.halfOpen(0, 1);

    private ModelSection() {}

    static ModelConf read(Section root) {
        try (var model = root.section("model")) {
            return new ModelConf(
                    InputSection.read(model),
                    layers(model),
                    model.choice(
                            "pooling",
                            ModelConf.Pooling.MAX,
                            "how a text's hidden states become one vector: `last` (each direction's final state),"
                                    + " `mean`, `max`, `concat` (all three)"),
                    dropout(model));
        }
    }

    private static List<ModelConf.LayerConf> layers(Section model) {
        var value = model.own("layers");
        var layers = new ArrayList<ModelConf.LayerConf>();
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
                            "embedding",
                            0,
                            PROBABILITY,
                            "probability that an element of a word's vector is dropped"),
                    dropout.number(
                            "layers",
                            0,
                            PROBABILITY,
                            "probability that a recurrent layer's output is dropped before the next layer"),
                    dropout.number(
                            "head",
                            0,
                            PROBABILITY,
                            "probability that an element of the pooled vector is dropped"));
        }
    }
}
