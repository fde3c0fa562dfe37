package unroll.conf.read;

import unroll.conf.SyncConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code sync}. */
final class SyncSection {
    private SyncSection() {}

    static SyncConf read(Section root) {
        try (var sync = root.section("sync")) {
            var strategy =
                    sync.choice(
                            "strategy",
                            SyncConf.Strategy.AVERAGE,
                            "`average`: shards train on their own and parameters are averaged; `gradient`: synchronous"
                                    + " SGD");
            return new SyncConf(
                    strategy,
                    every(sync, strategy),
                    sync.choice(
                            "moments",
                            SyncConf.Moments.KEEP,
                            "whether the optimiser's moments are averaged too (`keep`) or start anew each round"
                                    + " (`reset`)"),
                    outer(sync));
        }
    }

    private static int every(Section sync, SyncConf.Strategy strategy) {
        var expected = "auto, epoch, or an integer >= 1";
        var value =
                sync.value(
                        "every",
                        expected,
                        "auto",
                        "batches of each shard in a round; `auto` chooses by the number of training examples, and is 1"
                                + " with gradient");
        boolean average = strategy == SyncConf.Strategy.AVERAGE;
        int standard = average ? SyncConf.AUTO : 1;
        if (value.is("epoch")) {
            if (!average) {
                value.wrong("a number of batches (sync.strategy is gradient)");
            }
            return SyncConf.EPOCH;
        }
        if (value.absent() || value.is("auto")) {
            return standard;
        }
        if (value.integral()) {
            return (int) value.integer(Range.closed(1, Integer.MAX_VALUE), standard);
        }
        value.wrong(expected);
        return standard;
    }

    private static SyncConf.Outer outer(Section sync) {
        try (var outer = sync.section("outer")) {
            return new SyncConf.Outer(
                    outer.number(
                            "rate",
                            1,
                            Range.above(0),
                            "rate of the outer SGD on the averaged change; 1 is plain averaging"),
                    outer.number("momentum", 0, Range.halfOpen(0, 1), "its momentum"),
                    outer.flag("nesterov", true, "whether the momentum is Nesterov's"));
        }
    }
}
