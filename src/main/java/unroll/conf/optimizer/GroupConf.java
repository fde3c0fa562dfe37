package unroll.conf.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * Parameters that move at a rate of their own.
 *
 * @param parameters glob on the names that {@code inspect} prints, {@code *} standing for any text
 * @param rate learning rate in place of the optimiser's; 0 freezes them
 * @param momentum in place of the optimiser's momentum or beta1; {@link #NO_MOMENTUM} if the
 *     optimiser has none
 * @param from epoch, from 1, in which they begin to move
 */
public record GroupConf(String parameters, double rate, double momentum, int from)
        implements Serializable {
    static final double NO_MOMENTUM = -1;

    private static final Field<GroupConf, String> PARAMETERS =
            Scalar.required("parameters", GroupConf::parameters)
                    .means(
                            "which parameters make a group: names as `inspect` prints them, `*` for any text;"
                                    + " a parameter is in the first group that matches");
    private static final Field<GroupConf, Double> RATE =
            Scalar.of(
                            "rate",
                            Types.number(Range.atLeast(0)),
                            GroupConf::rate,
                            "the optimiser's",
                            v -> v.before(OptimizerConf.class).map(OptimizerConf::rate).orElse(0.0))
                    .means("learning rate of the group; 0 freezes it");
    private static final Field<GroupConf, Double> MOMENTUM =
            Scalar.of(
                            "momentum",
                            Types.number(Range.halfOpen(0, 1)),
                            GroupConf::momentum,
                            "the optimiser's",
                            v ->
                                    v.before(OptimizerConf.class)
                                            .filter(OptimizerConf::hasMomentum)
                                            .map(OptimizerConf::momentum)
                                            .orElse(NO_MOMENTUM))
                    .means("momentum or beta1 of the group")
                    .checked(
                            (section, momentum, v) -> {
                                var given = section.value("momentum");
                                if (!given.absent()
                                        && !v.before(OptimizerConf.class)
                                                .orElseThrow()
                                                .hasMomentum()) {
                                    given.wrong("none, since the optimiser has no momentum");
                                }
                            })
                    .writtenIf(group -> group.momentum() != NO_MOMENTUM);
    private static final Field<GroupConf, Integer> FROM =
            Scalar.of("from", Types.integer(Range.atLeast(1)), GroupConf::from, 1)
                    .means("epoch in which the group begins to move");

    public static final Settings<GroupConf> SETTINGS =
            Settings.of(
                    v ->
                            new GroupConf(
                                    v.get(PARAMETERS), v.get(RATE), v.get(MOMENTUM), v.get(FROM)));

    /** Returns the epochs in which the group's parameters keep their initial values. */
    public int frozenEpochs() {
        return rate == 0 ? Integer.MAX_VALUE : from - 1;
    }

    /** Returns whether the glob matches this name. */
    public boolean matches(String name) {
        var parts = parameters.split("\\*", -1);
        if (parts.length == 1) {
            return name.equals(parameters);
        }
        var last = parts[parts.length - 1];
        if (!name.startsWith(parts[0]) || !name.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return at <= name.length() - last.length();
    }

    /**
     * Rates that fall, and beginnings that are put off, from each layer to the one below (Howard
     * and Ruder 2018). The uppermost layer is everything above the layers along time, those of a
     * decoder among them: pooling and head. The lowest is the inputs.
     *
     * @param decay factor of the rate from each layer to the one below, in (0, 1]
     * @param unfreeze epochs after which the next lower layer begins to move; 0 for all at once
     */
    public record ByLayer(double decay, int unfreeze) implements Serializable {
        private static final Field<ByLayer, Double> DECAY =
                Scalar.of(
                                "layerDecay",
                                Types.number(new Range(0, false, 1, true)),
                                ByLayer::decay,
                                1.0)
                        .means(
                                "factor of the rate from each layer to the one below, from the head down to the"
                                        + " inputs; parameters in one of the `groups` have that group's rate");
        private static final Field<ByLayer, Integer> UNFREEZE =
                Scalar.of("unfreeze", Types.integer(Range.atLeast(0)), ByLayer::unfreeze, 0)
                        .means(
                                "epochs from one layer to the next below: the head moves from the first epoch on, the"
                                        + " last layer so many epochs later, the inputs last; 0 moves all at once");

        public static final Settings<ByLayer> SETTINGS =
                Settings.of(v -> new ByLayer(v.get(DECAY), v.get(UNFREEZE)));

        /** All layers at the optimiser's rate, from the first epoch on. */
        public static final ByLayer ALIKE = SETTINGS.standard();

        /**
         * Returns the groups of all layers below the uppermost, which is in none: it has the
         * optimiser's own rate.
         *
         * @param layers from the second on down: of each, globs on the names of its parameters
         */
        public List<GroupConf> groups(OptimizerConf rule, List<List<String>> layers) {
            var groups = new ArrayList<GroupConf>();
            if (equals(ALIKE)) {
                return groups;
            }
            double momentum = rule.hasMomentum() ? rule.momentum() : NO_MOMENTUM;
            double rate = rule.rate();
            for (int i = 0; i < layers.size(); i++) {
                rate *= decay;
                for (var names : layers.get(i)) {
                    groups.add(new GroupConf(names, rate, momentum, 1 + (i + 1) * unfreeze));
                }
            }
            return groups;
        }
    }
}
