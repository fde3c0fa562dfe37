package unroll.conf.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.conf.CellConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;
import unroll.conf.setting.Value;

/** The settings of a recurrent cell within its layer. */
final class CellSection {
    private CellSection() {}

    /** What {@code cell} says where the layer is no trained cell. */
    static final String RESERVOIR = "reservoir";

    /** The name of a cell, or {@link #RESERVOIR}. */
    static String name(Section layer) {
        var words = new ArrayList<String>();
        for (var name : CellConf.Name.values()) {
            words.add(Value.word(name));
        }
        words.add(RESERVOIR);
        return layer.word(
                "cell",
                words,
                Value.word(CellConf.Name.LSTM),
                "recurrent cell; the settings from `activation` to `washout` are those of single cells");
    }

    static CellConf read(Section layer, String word) {
        return read(layer, CellConf.Name.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static CellConf read(Section layer, CellConf.Name name) {
        return switch (name) {
            case ELMAN -> elman(layer, (CellConf.Elman) CellConf.of(name));
            case JORDAN -> jordan(layer, (CellConf.Jordan) CellConf.of(name));
            case LSTM -> lstm(layer, (CellConf.Lstm) CellConf.of(name));
            case GRU -> gru(layer, (CellConf.Gru) CellConf.of(name));
            case MINLSTM, MINGRU -> CellConf.of(name);
        };
    }

    static CellConf.Activation activation(Section layer, CellConf.Activation standard) {
        return layer.choice(
                "activation", standard, "function of `elman`, `jordan` and convolutions");
    }

    private static CellConf elman(Section layer, CellConf.Elman standard) {
        return new CellConf.Elman(
                activation(layer, standard.activation()),
                layer.choice(
                        "start",
                        standard.start(),
                        "how the recurrent matrix of `elman` starts; `relu` with `identity` is the IRNN"),
                layer.number("scale", standard.scale(), Range.above(0), "factor of that start"));
    }

    private static CellConf jordan(Section layer, CellConf.Jordan standard) {
        return new CellConf.Jordan(
                activation(layer, standard.activation()),
                outputs(layer),
                layer.choice(
                        "output",
                        standard.output(),
                        "what the output layer of `jordan` makes of its sum"),
                layer.flag(
                        "teacherForcing",
                        standard.teacherForcing(),
                        "whether `jordan`, as the last layer and the net's output, is fed the target of the"
                                + " step before in training"));
    }

    private static int outputs(Section layer) {
        var value =
                layer.value(
                        "outputs",
                        "an integer >= 1",
                        "outputs of the network",
                        "width of the output layer of `jordan`, which is fed back and handed on");
        return (int) value.integer(Range.closed(1, Integer.MAX_VALUE), 0);
    }

    private static CellConf lstm(Section layer, CellConf.Lstm standard) {
        return new CellConf.Lstm(
                layer.number(
                        "forgetBias",
                        standard.forgetBias(),
                        Range.any(),
                        "where the bias of the forget gate of `lstm` starts"),
                layer.flag(
                        "peepholes",
                        standard.peepholes(),
                        "whether the gates of `lstm` see its memory"),
                layer.flag(
                        "coupled",
                        standard.coupled(),
                        "whether the input gate of `lstm` is what its forget gate leaves"));
    }

    private static CellConf gru(Section layer, CellConf.Gru standard) {
        return new CellConf.Gru(
                layer.choice(
                        "reset",
                        standard.reset(),
                        "whether the reset gate of `gru` acts after the recurrent product, as in PyTorch and"
                                + " cuDNN, or before it, as in the paper"));
    }

    /** Key and value of each setting. */
    static Map<String, Object> write(CellConf cell) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("cell", Value.word(cell.name()));
        switch (cell.name()) {
            case ELMAN -> {
                var elman = (CellConf.Elman) cell;
                tree.put("activation", Value.word(elman.activation()));
                tree.put("start", Value.word(elman.start()));
                tree.put("scale", elman.scale());
            }
            case JORDAN -> {
                var jordan = (CellConf.Jordan) cell;
                tree.put("activation", Value.word(jordan.activation()));
                if (jordan.outputs() > 0) {
                    tree.put("outputs", (long) jordan.outputs());
                }
                tree.put("output", Value.word(jordan.output()));
                tree.put("teacherForcing", jordan.teacherForcing());
            }
            case LSTM -> {
                var lstm = (CellConf.Lstm) cell;
                tree.put("forgetBias", lstm.forgetBias());
                tree.put("peepholes", lstm.peepholes());
                tree.put("coupled", lstm.coupled());
            }
            case GRU -> tree.put("reset", Value.word(((CellConf.Gru) cell).reset()));
            case MINLSTM, MINGRU -> {}
        }
        return tree;
    }
}
