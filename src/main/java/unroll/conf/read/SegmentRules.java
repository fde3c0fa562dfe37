package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;

/** The rules of {@code text.segment}: the segments of a text meet in the pooling. */
final class SegmentRules {
    private SegmentRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        if (conf.text().segment() == 0) {
            return;
        }
        if (!conf.data().train().words()) {
            wrong(conf, "where steps are vectors, not words", "data.train.sequence", mistakes);
        }
        var pooling = conf.model().pooling();
        if (pooling == Pooling.LAST || pooling == Pooling.CONCAT) {
            wrong(
                    conf,
                    "with model.pooling "
                            + Value.word(pooling)
                            + ", whose last state would be that of a segment in training, and of the text"
                            + " in scoring; pool by max, mean or attention",
                    "model.pooling",
                    mistakes);
        }
        if (conf.bptt().truncated()) {
            wrong(
                    conf,
                    "with bptt.steps "
                            + conf.bptt().steps()
                            + ", whose windows carry a state that segments do not; leave one of"
                            + " them out",
                    "bptt.steps",
                    mistakes);
        }
    }

    private static void wrong(Configuration conf, String why, String other, Mistakes mistakes) {
        mistakes.conflict("text.segment", "none", why, conf.text().segment(), other);
    }
}
