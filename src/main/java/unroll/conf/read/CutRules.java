package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.TextConf.Cut;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;

/** The rules of sequences that are cut: {@code data.maxSteps} and {@code text.cut}. */
final class CutRules {
    private static final String MAX_STEPS = "data.maxSteps";
    private static final String CUT = "text.cut";

    private CutRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        var train = conf.data().train();
        int steps = conf.data().maxSteps();
        if (steps > 0 && train.words()) {
            wrong(steps, "where steps are words; set text.maxLength", "text.maxLength", mistakes);
        }
        if (steps > 0 && train.series() != null) {
            var why = "with data.train.series, which data.train.series.window cuts";
            wrong(steps, why, "data.train.series.window", mistakes);
        }
        if (steps > 0 && !train.vector().isEmpty()) {
            wrong(steps, "with data.train.vector, a single step", "data.train.vector", mistakes);
        }
        if (steps > conf.training().batchTokens()) {
            mistakes.together(
                    "data.maxSteps: expected at most training.batchTokens (%s), so that the longest sequence fits, got %s"
                            .formatted(conf.training().batchTokens(), steps),
                    MAX_STEPS,
                    "training.batchTokens");
        }
        if (conf.text().cut() != Cut.TAIL && !train.words() && steps == 0) {
            mistakes.together(
                    "text.cut: expected tail where steps are vectors and data.maxSteps is none, so that nothing is cut; got "
                            + Value.word(conf.text().cut()),
                    CUT,
                    MAX_STEPS);
        }
    }

    private static void wrong(int steps, String why, String other, Mistakes mistakes) {
        mistakes.conflict(MAX_STEPS, "none", why, steps, other);
    }
}
