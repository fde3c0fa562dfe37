package unroll.conf;

import java.io.Serializable;
import java.util.Map;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;
import unroll.conf.setting.Value;

/** The initial values of a network's matrices. */
public sealed interface InitializerConf extends Serializable {
    Type<InitializerConf> TYPE =
            Types.of(
                    "standard, or {normal: a number > 0}",
                    InitializerConf::read,
                    InitializerConf::write);

    /** Those of each layer's own kind. */
    record Standard() implements InitializerConf {}

    /** Normal with mean zero, for all matrices. */
    record Normal(double deviation) implements InitializerConf {}

    private static InitializerConf read(Value value, InitializerConf standard) {
        if (value.absent() || value.is("standard")) {
            return standard;
        }
        if (!value.isMap()) {
            value.wrong(TYPE.expected());
            return standard;
        }
        try (var section = new Section(value)) {
            var deviation = section.value("normal");
            if (deviation.absent()) {
                value.wrong(TYPE.expected());
                return standard;
            }
            return new Normal(deviation.number(Range.above(0), 1));
        }
    }

    private static Object write(InitializerConf initializer) {
        return initializer instanceof Normal normal
                ? Map.of("normal", normal.deviation())
                : "standard";
    }
}
