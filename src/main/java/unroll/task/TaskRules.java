package unroll.task;

import java.util.stream.Collectors;
import unroll.conf.Configuration;
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
        kind.check(conf, mistakes);
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
