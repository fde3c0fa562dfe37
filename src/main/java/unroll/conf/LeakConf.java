package unroll.conf;

import java.io.Serializable;

/** How fast a layer's units follow their cell: {@code h' = (1 - alpha) h + alpha cell(h)}. */
public sealed interface LeakConf extends Serializable {
    /** At once: alpha is one. */
    record None() implements LeakConf {}

    /**
     * Spread evenly over the units from one to the other: several time scales.
     *
     * @param from alpha of the first unit, in (0, 1]
     * @param to alpha of the last
     */
    record Spread(double from, double to) implements LeakConf {}

    /** Trained, one a unit, held in (0, 1) by a sigmoid. */
    record Learned() implements LeakConf {}
}
