package unroll.conf.optimizer;

import java.io.Serializable;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.setting.Variants;

/** How the learning rate changes. Warm-up counts optimiser steps. */
public sealed interface ScheduleConf extends Serializable {
    int warmup();

    /** The keys of all schedules. */
    static Variants<ScheduleConf> settings() {
        return Variants.<ScheduleConf>of(
                        "name",
                        "constant",
                        "how the rate changes: by steps, by epochs, over the whole run (`cosine`, `onecycle`), or"
                                + " when validation stops improving (`plateau`)")
                .or("constant", Constant.class, Constant.SETTINGS)
                .or("step", Step.class, Step.SETTINGS)
                .or("exponential", Exponential.class, Exponential.SETTINGS)
                .or("cosine", Cosine.class, Cosine.SETTINGS)
                .or("onecycle", OneCycle.class, OneCycle.SETTINGS)
                .or("plateau", Plateau.class, Plateau.SETTINGS);
    }

    record Constant(int warmup) implements ScheduleConf {
        private static final Settings<Constant> SETTINGS =
                Settings.of(v -> new Constant(v.get(ScheduleConf.warmup(Constant::warmup))));
    }

    /** Falls by {@code factor} after each {@code every} epochs. */
    record Step(int warmup, int every, double factor) implements ScheduleConf {
        private static final Field<Step, Integer> EVERY =
                Scalar.of("every", Types.integer(Range.atLeast(1)), Step::every, 1)
                        .means("epochs from one fall of `step` to the next");

        private static final Settings<Step> SETTINGS =
                Settings.of(
                        v ->
                                new Step(
                                        v.get(ScheduleConf.warmup(Step::warmup)),
                                        v.get(EVERY),
                                        v.get(ScheduleConf.factor(Step::factor, 0.5))));
    }

    /** Falls by {@code factor} an epoch, a little with each step. */
    record Exponential(int warmup, double factor) implements ScheduleConf {
        private static final Settings<Exponential> SETTINGS =
                Settings.of(
                        v ->
                                new Exponential(
                                        v.get(ScheduleConf.warmup(Exponential::warmup)),
                                        v.get(ScheduleConf.factor(Exponential::factor, 0.95))));
    }

    /** Falls as a half cosine from the rate to {@code floor} times the rate over the whole run. */
    record Cosine(int warmup, double floor) implements ScheduleConf {
        private static final Settings<Cosine> SETTINGS =
                Settings.of(
                        v ->
                                new Cosine(
                                        v.get(ScheduleConf.warmup(Cosine::warmup)),
                                        v.get(ScheduleConf.floor(Cosine::floor))));
    }

    /**
     * Rises from {@code start} to the rate in the first part of the run and falls to {@code floor}
     * in the rest, each as a half cosine (Smith 2018); all are shares of the rate.
     */
    record OneCycle(int warmup, double rise, double start, double floor, boolean cycleMomentum)
            implements ScheduleConf {
        private static final Field<OneCycle, Double> RISE =
                Scalar.of("rise", Types.number(new Range(0, false, 1, false)), OneCycle::rise, 0.3)
                        .means("part of the run in which `onecycle` rises to the rate");
        private static final Field<OneCycle, Double> START =
                Scalar.of(
                                "start",
                                Types.number(new Range(0, false, 1, true)),
                                OneCycle::start,
                                0.04)
                        .means("initial rate of `onecycle`, as a share of the rate");
        private static final Field<OneCycle, Boolean> CYCLE_MOMENTUM =
                Scalar.of("cycleMomentum", Types.flag(), OneCycle::cycleMomentum, false)
                        .means(
                                "whether `onecycle` changes momentum or beta1 too, from 0.95 to 0.85 and back");

        private static final Settings<OneCycle> SETTINGS =
                Settings.of(
                        v ->
                                new OneCycle(
                                        v.get(ScheduleConf.warmup(OneCycle::warmup)),
                                        v.get(RISE),
                                        v.get(START),
                                        v.get(ScheduleConf.floor(OneCycle::floor)),
                                        v.get(CYCLE_MOMENTUM)));
    }

    /**
     * Falls by {@code factor} whenever the watched metric was not better for {@code patience}
     * epochs, to {@code floor} at least.
     */
    record Plateau(int warmup, int patience, double factor, double floor) implements ScheduleConf {
        private static final Field<Plateau, Integer> PATIENCE =
                Scalar.of("patience", Types.integer(Range.atLeast(1)), Plateau::patience, 1)
                        .means(
                                "epochs without a better `training.earlyStopping.metric` before `plateau` falls");

        private static final Settings<Plateau> SETTINGS =
                Settings.of(
                        v ->
                                new Plateau(
                                        v.get(ScheduleConf.warmup(Plateau::warmup)),
                                        v.get(PATIENCE),
                                        v.get(ScheduleConf.factor(Plateau::factor, 0.5)),
                                        v.get(ScheduleConf.floor(Plateau::floor))));
    }

    private static <T> Field<T, Integer> warmup(Function<T, Integer> component) {
        return Scalar.of("warmup", Types.integer(Range.atLeast(0)), component, 0)
                .means("optimiser steps in which the rate rises from zero");
    }

    private static <T> Field<T, Double> factor(Function<T, Double> component, double standard) {
        return Scalar.of(
                        "factor",
                        Types.number(new Range(0, false, 1, true)),
                        component,
                        "0.5; 0.95 with exponential",
                        v -> standard)
                .means(
                        "factor of the rate at a fall of `step` or `plateau`, or in an epoch of `exponential`");
    }

    private static <T> Field<T, Double> floor(Function<T, Double> component) {
        return Scalar.of("floor", Types.number(Range.closed(0, 1)), component, 0.0)
                .means(
                        "smallest share of the rate: the end of `cosine` and `onecycle`, the minimum of `plateau`");
    }
}
