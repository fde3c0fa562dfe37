package unroll.task;

import java.util.stream.Collectors;
import unroll.conf.Configuration;
import unroll.conf.TextConf.Cut;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;

/** The rules of settings that depend on the kind of task. */
public final class TaskRules {
    private TaskRules() {}

    /** Checks the settings of a configuration that concern its kind of task. */
    public static void check(TaskKind kind, Configuration conf, Mistakes mistakes) {
        var used = kind.settings(conf);
        for (var setting : TaskSetting.values()) {
            if (!used.contains(setting)) {
                setting.requireUnused(conf, mistakes);
            }
        }
        var metrics = kind.stoppingMetrics(conf);
        var metric = conf.training().earlyStopping().metric();
        if (!metrics.contains(metric)) {
            var expected = metrics.stream().map(Value::word).collect(Collectors.joining(" or "));
            var key = "training.earlyStopping.metric";
            wrong(conf, mistakes, key, expected, Value.word(metric));
        }
        locked(conf, kind.scoresSteps(conf), mistakes);
        kind.check(conf, mistakes);
    }

    /**
     * A mask can be locked where each step has a row: between layers, and below the heads of steps.
     */
    private static void locked(Configuration conf, boolean heads, Mistakes mistakes) {
        var dropout = conf.model().dropout();
        if (dropout.locked() && dropout.layers() == 0 && !(heads && dropout.head() > 0)) {
            var keys = "model.dropout.layers" + (heads ? " or model.dropout.head" : "");
            mistakes.together(
                    "model.dropout.locked: expected false without "
                            + keys
                            + ", got true; give it a probability such as 0.3",
                    "model.dropout.locked",
                    "model.dropout.layers");
        }
    }

    /** Requires that layers leave a row for each step of the input. */
    public static void requireRowForEachStep(Configuration conf, Mistakes mistakes) {
        var layers = conf.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            int stride = layers.get(i).stride();
            if (stride > 1) {
                var got = Integer.toString(stride);
                wrong(conf, mistakes, "model.layers[" + i + "].stride", "1", got);
            }
        }
    }

    /** Requires that steps are words: other columns of steps are settings of other tasks. */
    public static void requireNoSequence(Configuration conf, Mistakes mistakes) {
        var sequence = conf.data().train().sequence();
        if (!sequence.isEmpty()) {
            wrong(conf, mistakes, "data.train.sequence", "nothing", sequence);
        }
    }

    /** Requires backpropagation through whole sequences. */
    public static void requireFullBptt(Configuration conf, Mistakes mistakes) {
        if (conf.bptt().truncated()) {
            var got = Integer.toString(conf.bptt().steps());
            wrong(conf, mistakes, "bptt.steps", "full", got);
        }
    }

    /** Requires that a text that is too long loses its tail, if it is cut at all. */
    public static void requireCutAtTail(Configuration conf, Mistakes mistakes) {
        var cut = conf.text().cut();
        if (cut != Cut.TAIL) {
            wrong(conf, mistakes, "text.cut", "tail", Value.word(cut));
        }
    }

    /** Requires that words are not cut into pieces, since each has a label of its own. */
    public static void requireWholeWords(Configuration conf, Mistakes mistakes) {
        int merges = conf.text().merges();
        if (merges > 0) {
            wrong(conf, mistakes, "text.merges", "none", Integer.toString(merges));
        }
    }

    /** Adds a mistake in a setting that the task does not use. */
    public static void wrong(
            Configuration conf, Mistakes mistakes, String key, String expected, String got) {
        mistakes.together(
                "%s: expected %s with task %s, got %s"
                        .formatted(key, expected, conf.task().word(), got),
                key,
                "task");
    }
}
