package unroll.conf.read;

import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;

/**
 * The rules of teacher forcing, which needs a target at every step and a layer whose outputs are
 * compared with it.
 */
final class TeacherForcingRules {
    private final Configuration conf;
    private final Mistakes mistakes;
    private final String place;

    private TeacherForcingRules(Configuration conf, Mistakes mistakes, String place) {
        this.conf = conf;
        this.mistakes = mistakes;
        this.place = place;
    }

    static void check(Configuration conf, Mistakes mistakes) {
        var layers = conf.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof RecurrentConf layer
                    && layer.cell() instanceof CellConf.Jordan jordan
                    && jordan.teacherForcing()) {
                var place = "model.layers[" + i + "]";
                var check = new TeacherForcingRules(conf, mistakes, place);
                check.layer(jordan, i == layers.size() - 1);
            }
        }
    }

    private void layer(CellConf.Jordan jordan, boolean last) {
        if (!last) {
            wrong(
                    "teacherForcing",
                    "false except in the last layer, whose outputs are compared with the targets, got true",
                    "model.layers");
        }
        if (jordan.outputs() > 0) {
            wrong(
                    "outputs",
                    "nothing with teacherForcing, because the targets set the width, got "
                            + jordan.outputs(),
                    place + ".teacherForcing");
        }
        if (conf.model().dropout().head() > 0) {
            mistakes.together(
                    "model.dropout.head: expected 0 with teacherForcing ("
                            + place
                            + "), which leaves no head, got "
                            + Range.show(conf.model().dropout().head()),
                    "model.dropout.head",
                    place + ".teacherForcing");
        }
    }

    private void wrong(String key, String expected, String other) {
        mistakes.together(place + "." + key + ": expected " + expected, place + "." + key, other);
    }
}
