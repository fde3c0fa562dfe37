package unroll.conf.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;

/** The clipping of a gradient before the optimiser uses it. */
public sealed interface ClipConf extends Serializable {
    Type<ClipConf> TYPE =
            Types.of(
                    "{norm: a number > 0}, {layerNorm: a number > 0}, {value: a number > 0}, or none",
                    ClipConf::read,
                    ClipConf::write);

    record None() implements ClipConf {}

    /** Scaled down to this global L2 norm if it is longer. */
    record Norm(double threshold) implements ClipConf {}

    /** The gradient of each layer is scaled down to this L2 norm if it is longer. */
    record LayerNorm(double threshold) implements ClipConf {}

    /** Each element is clipped to [-threshold, threshold]. */
    record Value(double threshold) implements ClipConf {}

    private static ClipConf read(unroll.conf.setting.Value value, ClipConf standard) {
        if (value.absent()) {
            return standard;
        }
        if (value.is("none")) {
            return new None();
        }
        if (!value.isMap()) {
            value.wrong(TYPE.expected());
            return standard;
        }
        try (var section = new Section(value)) {
            var clips = new ArrayList<ClipConf>();
            for (var key : List.of("norm", "layerNorm", "value")) {
                var given = section.value(key);
                if (!given.absent()) {
                    double threshold = given.number(Range.above(0), 1);
                    clips.add(
                            switch (key) {
                                case "norm" -> new Norm(threshold);
                                case "layerNorm" -> new LayerNorm(threshold);
                                default -> new Value(threshold);
                            });
                }
            }
            if (clips.size() != 1) {
                value.wrong("either norm, layerNorm or value");
                return standard;
            }
            return clips.get(0);
        }
    }

    private static Object write(ClipConf clip) {
        if (clip instanceof Norm norm) {
            return Map.of("norm", norm.threshold());
        }
        if (clip instanceof LayerNorm norm) {
            return Map.of("layerNorm", norm.threshold());
        }
        return clip instanceof Value value ? Map.of("value", value.threshold()) : "none";
    }
}
