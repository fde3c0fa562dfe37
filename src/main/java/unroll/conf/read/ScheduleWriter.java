package unroll.conf.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.AveragingConf;
import unroll.conf.GroupConf;
import unroll.conf.TrainingConf;
import unroll.conf.TrainingConf.ScheduleConf;

/** The trees that {@link ScheduleSection} reads. */
final class ScheduleWriter {
    private ScheduleWriter() {}

    static Map<String, Object> schedule(ScheduleConf conf) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", "constant");
        tree.put("warmup", (long) conf.warmup());
        if (conf instanceof ScheduleConf.Step step) {
            tree.put("name", "step");
            tree.put("every", (long) step.every());
            tree.put("factor", step.factor());
        } else if (conf instanceof ScheduleConf.Exponential exponential) {
            tree.put("name", "exponential");
            tree.put("factor", exponential.factor());
        } else if (conf instanceof ScheduleConf.Cosine cosine) {
            tree.put("name", "cosine");
            tree.put("floor", cosine.floor());
        } else if (conf instanceof ScheduleConf.OneCycle cycle) {
            tree.put("name", "onecycle");
            tree.put("rise", cycle.rise());
            tree.put("start", cycle.start());
            tree.put("floor", cycle.floor());
            tree.put("cycleMomentum", cycle.cycleMomentum());
        } else if (conf instanceof ScheduleConf.Plateau plateau) {
            tree.put("name", "plateau");
            tree.put("patience", (long) plateau.patience());
            tree.put("factor", plateau.factor());
            tree.put("floor", plateau.floor());
        }
        return tree;
    }

    static List<Map<String, Object>> groups(TrainingConf training) {
        return training.groups().stream().map(group -> group(group, training)).toList();
    }

    private static Map<String, Object> group(GroupConf group, TrainingConf training) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("parameters", group.parameters());
        tree.put("rate", group.rate());
        if (training.optimizer().hasMomentum()) {
            tree.put("momentum", group.momentum());
        }
        tree.put("from", (long) group.from());
        return tree;
    }

    static Map<String, Object> averaging(AveragingConf conf) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", "none");
        if (conf instanceof AveragingConf.Ema ema) {
            tree.put("name", "ema");
            tree.put("decay", ema.decay());
        } else if (conf instanceof AveragingConf.Triggered triggered) {
            tree.put("name", "asgd");
            tree.put("patience", (long) triggered.patience());
        }
        return tree;
    }
}
