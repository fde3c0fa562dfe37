package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.AveragingConf;
import unroll.conf.GroupConf;
import unroll.conf.OptimizerConf;
import unroll.conf.TrainingConf.ScheduleConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/**
 * Reads {@code training.schedule}, {@code training.optimizer.groups} and {@code
 * training.averaging}.
 */
final class ScheduleSection {
    static final List<String> NAMES =
            List.of("constant", "step", "exponential", "cosine", "onecycle", "plateau");

    private static final Range POSITIVE_SHARE = new Range(0, false, 1, true);

    private ScheduleSection() {}

    static ScheduleConf read(Section training) {
        try (var schedule = training.section("schedule")) {
            var name =
                    schedule.word(
                            "name",
                            NAMES,
                            "constant",
                            "how the rate moves: by steps, by epochs, over the whole run (`cosine`, `onecycle`), or where"
                                    + " validation stands still (`plateau`)");
            int warmup =
                    schedule.integer(
                            "warmup",
                            0,
                            Range.atLeast(0),
                            "optimiser steps in which the rate rises from zero");
            return switch (name) {
                case "step" ->
                        new ScheduleConf.Step(
                                warmup,
                                schedule.integer(
                                        "every",
                                        1,
                                        Range.atLeast(1),
                                        "epochs from one fall of `step` to the next"),
                                factor(schedule, 0.5));
                case "exponential" -> new ScheduleConf.Exponential(warmup, factor(schedule, 0.95));
                case "cosine" -> new ScheduleConf.Cosine(warmup, floor(schedule));
                case "onecycle" ->
                        new ScheduleConf.OneCycle(
                                warmup,
                                schedule.number(
                                        "rise",
                                        0.3,
                                        new Range(0, false, 1, false),
                                        "part of the run in which `onecycle` rises to the rate"),
                                schedule.number(
                                        "start",
                                        0.04,
                                        POSITIVE_SHARE,
                                        "where `onecycle` starts, as a share of the rate"),
                                floor(schedule),
                                schedule.flag(
                                        "cycleMomentum",
                                        false,
                                        "whether `onecycle` moves momentum or beta1 too, from 0.95 to 0.85 and back"));
                case "plateau" ->
                        new ScheduleConf.Plateau(
                                warmup,
                                schedule.integer(
                                        "patience",
                                        1,
                                        Range.atLeast(1),
                                        "epochs without a better `training.earlyStopping.metric` before `plateau` falls"),
                                factor(schedule, 0.5),
                                floor(schedule));
                default -> new ScheduleConf.Constant(warmup);
            };
        }
    }

    private static double factor(Section schedule, double standard) {
        return schedule.value(
                        "factor",
                        POSITIVE_SHARE.of("a number"),
                        "0.5; 0.95 with exponential",
                        "what a fall of `step` or `plateau`, or an epoch of `exponential`, multiplies the rate by")
                .number(POSITIVE_SHARE, standard);
    }

    private static double floor(Section schedule) {
        return schedule.number(
                "floor",
                0,
                Range.closed(0, 1),
                "least share of the rate: where `cosine` and `onecycle` end, and `plateau` stops");
    }

    /**
     * @param optimizer whose rate and momentum hold where a group gives none
     */
    static List<GroupConf> groups(Section section, OptimizerConf optimizer) {
        var groups = new ArrayList<GroupConf>();
        for (var element : section.own("groups").list()) {
            try (var group = element.section()) {
                groups.add(
                        new GroupConf(
                                group.required(
                                        "parameters",
                                        "which parameters make a group: names as `inspect` prints them, `*` for any text;"
                                                + " the first group that takes one has it"),
                                group.value(
                                                "rate",
                                                Range.atLeast(0).of("a number"),
                                                "the optimiser's",
                                                "learning rate of the group; 0 freezes it")
                                        .number(Range.atLeast(0), optimizer.rate()),
                                momentum(group, optimizer),
                                group.integer(
                                        "from",
                                        1,
                                        Range.atLeast(1),
                                        "epoch in which the group begins to move")));
            }
        }
        return List.copyOf(groups);
    }

    private static double momentum(Section group, OptimizerConf optimizer) {
        var range = Range.halfOpen(0, 1);
        var value =
                group.value(
                        "momentum",
                        range.of("a number"),
                        "the optimiser's",
                        "momentum or beta1 of the group");
        if (!value.absent() && !optimizer.hasMomentum()) {
            value.wrong("none, since the optimiser has no momentum");
        }
        return value.number(range, optimizer.momentum());
    }

    static AveragingConf averaging(Section training) {
        try (var averaging = training.section("averaging")) {
            return switch (averaging.word(
                    "name",
                    List.of("none", "ema", "asgd"),
                    "none",
                    "which average of the parameters is evaluated and exported: `ema`, exponential; `asgd`, the mean from"
                            + " the epoch on in which validation stands still")) {
                case "ema" ->
                        new AveragingConf.Ema(
                                averaging.number(
                                        "decay",
                                        0.999,
                                        Range.halfOpen(0, 1),
                                        "of `ema`; less in the first steps: (1 + step) / (10 + step) at most"));
                case "asgd" ->
                        new AveragingConf.Triggered(
                                averaging.integer(
                                        "patience",
                                        5,
                                        Range.atLeast(1),
                                        "`asgd` begins where the validation loss is no better than the best before the"
                                                + " last so many epochs"));
                default -> new AveragingConf.None();
            };
        }
    }
}
