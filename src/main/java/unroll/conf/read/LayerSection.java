package unroll.conf.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.CellConf;
import unroll.conf.LeakConf;
import unroll.conf.ModelConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;
import unroll.conf.setting.Value;

/** Reads an element of {@code model.layers}. */
final class LayerSection {
    private static final String ALPHA = "a number in (0, 1], [from, to], or learned";
    private static final int LONGEST = 1000; // steps of a lag
    private static final String LAGS = "integers in [1, " + LONGEST + "], rising";
    private static final Range SHARE = new Range(0, false, 1, true);

    private LayerSection() {}

    /** What a layer is. */
    private enum Kind {
        RECURRENT,
        CONVOLUTION
    }

    static ModelConf.EncoderLayer read(Section section) {
        try (var layer = section) {
            var kind =
                    layer.choice(
                            "layer",
                            Kind.RECURRENT,
                            "`convolution` over time is a time-delay layer, with `size`, `activation` and the settings"
                                    + " from `kernel` on");
            return switch (kind) {
                case RECURRENT -> recurrent(layer);
                case CONVOLUTION -> convolution(layer);
            };
        }
    }

    private static ModelConf.TimeDelayConf convolution(Section layer) {
        return new ModelConf.TimeDelayConf(
                size(layer),
                layer.integer(
                        "kernel",
                        3,
                        Range.closed(1, 1000),
                        "steps that each output of a convolution looks at, around its own; zeros lie beyond"
                                + " the ends"),
                layer.integer(
                        "dilation",
                        1,
                        Range.closed(1, 1000),
                        "steps from one of these to the next"),
                layer.integer(
                        "stride",
                        1,
                        Range.closed(1, 1000),
                        "steps from output to output: n steps become n / stride, rounded up"),
                CellSection.activation(layer, CellConf.Activation.TANH));
    }

    private static int size(Section layer) {
        return layer.integer(
                "size", 128, Range.atLeast(1), "units of each direction, or of a convolution");
    }

    /** Its settings come last, after those of all other cells. */
    private static ModelConf.ReservoirConf reservoir(Section layer, int size) {
        return new ModelConf.ReservoirConf(
                size,
                layer.number(
                        "spectralRadius",
                        0.9,
                        Range.above(0),
                        "largest modulus among the eigenvalues of the recurrent matrix of `reservoir`"),
                layer.number(
                        "density",
                        0.01,
                        SHARE,
                        "share of that matrix's elements that are not zero"),
                layer.number(
                        "inputScale",
                        1,
                        Range.above(0),
                        "the input's weights of `reservoir` are uniform in ± this"),
                layer.number("bias", 0.2, Range.atLeast(0), "its biases are uniform in ± this"),
                layer.number(
                        "leak",
                        1,
                        SHARE,
                        "share of the new state of a unit of `reservoir` in its next one"),
                layer.integer(
                        "washout",
                        100,
                        Range.atLeast(0),
                        "first steps of each sequence that a readout is not learnt from or measured on"));
    }

    private static ModelConf.EncoderLayer recurrent(Section layer) {
        var name = CellSection.name(layer);
        int size = size(layer);
        if (name.equals(CellSection.RESERVOIR)) {
            return reservoir(layer, size);
        }
        boolean bidirectional =
                layer.flag("bidirectional", false, "whether a second net reads the text backwards");
        var alpha =
                layer.value(
                        "alpha",
                        ALPHA,
                        "1",
                        "leaky units: share of the cell's new state in the next one, spread over the units"
                                + " where a range is given");
        var lags =
                layer.value(
                        "lags",
                        LAGS,
                        "[1]",
                        "lengths of the recurrent connections through time: [1, 4] adds one of four steps to"
                                + " the usual one, [4] takes its place");
        var cell = CellSection.read(layer, name);
        return new ModelConf.LayerConf(cell, size, bidirectional, leak(alpha), lags(lags));
    }

    private static LeakConf leak(Value alpha) {
        if (alpha.absent()) {
            return new LeakConf.None();
        }
        if (alpha.is("learned")) {
            return new LeakConf.Learned();
        }
        if (alpha.numeric()) {
            double share = alpha.number(SHARE, 1);
            return share == 1 ? new LeakConf.None() : new LeakConf.Spread(share, share);
        }
        var ends = alpha.isList() ? alpha.list() : List.<Value>of();
        if (ends.size() != 2) {
            alpha.wrong(ALPHA);
            return new LeakConf.None();
        }
        return new LeakConf.Spread(ends.get(0).number(SHARE, 1), ends.get(1).number(SHARE, 1));
    }

    private static List<Integer> lags(Value value) {
        var usual = List.of(1);
        if (value.absent()) {
            return usual;
        }
        var lags = new ArrayList<Integer>();
        for (var element : value.list()) {
            lags.add((int) element.integer(Range.closed(1, LONGEST), lags.size() + 1L));
        }
        boolean rising = !lags.isEmpty();
        for (int l = 1; l < lags.size(); l++) {
            rising &= lags.get(l) > lags.get(l - 1);
        }
        if (!rising) {
            value.wrong(LAGS);
            return usual;
        }
        return List.copyOf(lags);
    }

    static Map<String, Object> write(ModelConf.EncoderLayer layer) {
        var tree = new LinkedHashMap<String, Object>();
        if (layer instanceof ModelConf.TimeDelayConf delay) {
            tree.put("layer", Value.word(Kind.CONVOLUTION));
            tree.put("size", (long) delay.size());
            tree.put("kernel", (long) delay.kernel());
            tree.put("dilation", (long) delay.dilation());
            tree.put("stride", (long) delay.stride());
            tree.put("activation", Value.word(delay.activation()));
        } else if (layer instanceof ModelConf.ReservoirConf reservoir) {
            tree.put("layer", Value.word(Kind.RECURRENT));
            tree.put("cell", CellSection.RESERVOIR);
            tree.put("size", (long) reservoir.size());
            tree.put("spectralRadius", reservoir.spectralRadius());
            tree.put("density", reservoir.density());
            tree.put("inputScale", reservoir.inputScale());
            tree.put("bias", reservoir.bias());
            tree.put("leak", reservoir.leak());
            tree.put("washout", (long) reservoir.washout());
        } else {
            tree.put("layer", Value.word(Kind.RECURRENT));
            tree.putAll(recurrent((ModelConf.LayerConf) layer));
        }
        return tree;
    }

    private static Map<String, Object> recurrent(ModelConf.LayerConf layer) {
        var tree = CellSection.write(layer.cell());
        tree.put("size", (long) layer.size());
        tree.put("bidirectional", layer.bidirectional());
        tree.put("alpha", alpha(layer.leak()));
        tree.put("lags", layer.lags().stream().map(lag -> (Object) (long) lag).toList());
        return tree;
    }

    private static Object alpha(LeakConf leak) {
        if (leak instanceof LeakConf.Learned) {
            return "learned";
        }
        if (leak instanceof LeakConf.Spread spread) {
            return spread.from() == spread.to()
                    ? spread.from()
                    : (Object) List.of(spread.from(), spread.to());
        }
        return 1.0;
    }
}
