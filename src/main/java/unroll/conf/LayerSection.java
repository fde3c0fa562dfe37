package unroll.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an element of {@code model.layers}. */
final class LayerSection {
    private static final String ALPHA = "a number in (0, 1], [from, to], or learned";
    private static final int LONGEST = 1000; // steps of a lag
    private static final String LAGS = "integers in [1, " + LONGEST + "], rising";
    private static final Range SHARE = new Range(0, false, 1, true);

    private LayerSection() {}

    static ModelConf.LayerConf read(Section section) {
        try (var layer = section) {
            var name = CellSection.name(layer);
            int size = layer.integer("size", 128, Range.atLeast(1), "units of each direction");
            boolean bidirectional =
                    layer.flag(
                            "bidirectional",
                            false,
                            "whether a second net reads the text backwards");
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
            return new ModelConf.LayerConf(
                    cell, size, bidirectional, leak(alpha, cell), lags(lags, cell));
        }
    }

    private static LeakConf leak(Value alpha, CellConf cell) {
        if (alpha.absent()) {
            return new LeakConf.None();
        }
        if (!cell.leaks()) {
            alpha.wrong("none with " + Value.word(cell.name()) + ", whose output is fed back");
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

    private static List<Integer> lags(Value value, CellConf cell) {
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
        if (!lags.equals(usual) && !cell.takesLags()) {
            value.wrong(
                    "[1] with "
                            + Value.word(cell.name())
                            + ", whose recurrence is not by matrices of the hidden state alone");
        }
        return List.copyOf(lags);
    }

    static Map<String, Object> write(ModelConf.LayerConf layer) {
        var tree = CellSection.write(layer.cell());
        tree.put("size", (long) layer.size());
        tree.put("bidirectional", layer.bidirectional());
        if (layer.cell().leaks()) {
            tree.put("alpha", alpha(layer.leak()));
        }
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
