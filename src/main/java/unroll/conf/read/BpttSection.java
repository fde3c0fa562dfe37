package unroll.conf.read;

import unroll.conf.BpttConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code bptt}. */
final class BpttSection {
    private static final String FULL = "full";

    private BpttSection() {}

    static BpttConf read(Section root) {
        try (var bptt = root.section("bptt")) {
            return new BpttConf(
                    steps(bptt),
                    bptt.integer(
                            "warm",
                            50,
                            Range.atLeast(0),
                            "steps before its first window over which a worker computes the carried state again;"
                                    + " for sequences longer than a round"));
        }
    }

    private static int steps(Section bptt) {
        var expected = "full, or an integer >= 1";
        var value =
                bptt.value(
                        "steps",
                        expected,
                        FULL,
                        "steps of a window of truncated backpropagation: the state is carried across"
                                + " windows, the gradient is cut there");
        if (value.absent() || value.is(FULL)) {
            return 0;
        }
        if (value.integral()) {
            return (int) value.integer(Range.closed(1, Integer.MAX_VALUE), 0);
        }
        value.wrong(expected);
        return 0;
    }

    static Object write(int steps) {
        return steps == 0 ? FULL : (Object) (long) steps;
    }
}
