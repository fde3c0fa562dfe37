package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * @param epochs passes over the training part
 * @param batch most sequences in a batch
 * @param batchTokens most tokens in a batch
 * @param groups parameters with a rate of their own; the first that takes a name has it
 * @param averaging what is evaluated and exported in place of the last parameters
 * @param labelSmoothing share of the target's mass spread over all classes, in [0, 1)
 * @param ridge what a reservoir's readout may be penalised with, at least one
 */
public record TrainingConf(
        int epochs,
        int batch,
        int batchTokens,
        OptimizerConf optimizer,
        ScheduleConf schedule,
        ClipConf clip,
        List<GroupConf> groups,
        AveragingConf averaging,
        LossConf loss,
        ClassWeights classWeights,
        double labelSmoothing,
        EmbeddingUpdates embeddingUpdates,
        EarlyStopping earlyStopping,
        List<Double> ridge)
        implements Serializable {
    public static final List<Double> RIDGE = List.of(1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6);

    public TrainingConf {
        ridge = List.copyOf(ridge);
    }

    /** With the usual choice of ridges, which only a reservoir looks at. */
    public TrainingConf(
            int epochs,
            int batch,
            int batchTokens,
            OptimizerConf optimizer,
            ScheduleConf schedule,
            ClipConf clip,
            List<GroupConf> groups,
            AveragingConf averaging,
            LossConf loss,
            ClassWeights classWeights,
            double labelSmoothing,
            EmbeddingUpdates embeddingUpdates,
            EarlyStopping earlyStopping) {
        this(
                epochs,
                batch,
                batchTokens,
                optimizer,
                schedule,
                clip,
                groups,
                averaging,
                loss,
                classWeights,
                labelSmoothing,
                embeddingUpdates,
                earlyStopping,
                RIDGE);
    }

    /** Whether what is forecast are chances of a yes. */
    public boolean chances() {
        return loss == LossConf.BINARY;
    }

    /** The same with no smoothing of the targets, in batches of another size. */
    public TrainingConf unsmoothed(int batch, int batchTokens) {
        return new TrainingConf(
                epochs,
                batch,
                batchTokens,
                optimizer,
                schedule,
                clip,
                groups,
                averaging,
                loss,
                classWeights,
                0,
                embeddingUpdates,
                earlyStopping);
    }

    /** The group that a parameter is in, if any: the first that takes its name. */
    public Optional<GroupConf> group(String parameter) {
        return groups.stream().filter(group -> group.matches(parameter)).findFirst();
    }

    /** Epochs in which a parameter stays as it started, by the group that it is in. */
    int frozenEpochs(String parameter) {
        return group(parameter)
                .map(group -> group.rate() == 0 ? Integer.MAX_VALUE : group.from() - 1)
                .orElse(0);
    }

    /** Which rows of the embedding an optimiser step moves. */
    public enum EmbeddingUpdates {
        /** Rows used in the batch only (the semantics of PyTorch's SparseAdam). */
        LAZY,
        /** Every row, as in the textbook. */
        DENSE
    }

    /** How the learning rate moves. Warm-up counts optimiser steps. */
    public sealed interface ScheduleConf extends Serializable {
        int warmup();

        record Constant(int warmup) implements ScheduleConf {}

        /** Falls by {@code factor} after each {@code every} epochs. */
        record Step(int warmup, int every, double factor) implements ScheduleConf {}

        /** Falls by {@code factor} an epoch, a little with each step. */
        record Exponential(int warmup, double factor) implements ScheduleConf {}

        /**
         * Falls as a half cosine from the rate to {@code floor} times the rate over the whole run.
         */
        record Cosine(int warmup, double floor) implements ScheduleConf {}

        /**
         * Rises from {@code start} to the rate in the first part of the run and falls to {@code
         * floor} in the rest, each as a half cosine (Smith 2018); all are shares of the rate.
         */
        record OneCycle(int warmup, double rise, double start, double floor, boolean cycleMomentum)
                implements ScheduleConf {}

        /**
         * Falls by {@code factor} whenever the watched metric was not better for {@code patience}
         * epochs, to {@code floor} at least.
         */
        record Plateau(int warmup, int patience, double factor, double floor)
                implements ScheduleConf {}
    }

    /** What happens to a gradient before the optimiser sees it. */
    public sealed interface ClipConf extends Serializable {
        record None() implements ClipConf {}

        /** Scaled down to this global L2 norm where it is longer. */
        record Norm(double threshold) implements ClipConf {}

        /** The gradient of each layer is scaled down to this L2 norm where it is longer. */
        record LayerNorm(double threshold) implements ClipConf {}

        /** Each element is held in [-threshold, threshold]. */
        record Value(double threshold) implements ClipConf {}
    }

    /** What a forecast's errors cost, in deviations of the target. */
    public enum LossConf {
        SQUARED,
        ABSOLUTE,
        /** Squared up to one deviation, absolute beyond (Huber 1964). */
        HUBER,
        /**
         * Cross-entropy of a yes or no: targets lie in [0, 1], and what is forecast is a chance.
         */
        BINARY
    }

    /** What a class weighs in the loss. */
    public sealed interface ClassWeights extends Serializable {
        record Equal() implements ClassWeights {}

        /** Inversely proportional to the class's count, mean 1 over the examples. */
        record Balanced() implements ClassWeights {}

        /** In the order of {@code labels}. */
        record Given(List<String> labels, List<Double> weights) implements ClassWeights {}
    }

    /**
     * @param metric what is watched on the validation part
     * @param patience epochs without a better value before training stops; 0 trains all epochs
     */
    public record EarlyStopping(Metric metric, int patience) implements Serializable {
        public enum Metric {
            LOSS,
            ACCURACY,
            /** The label error rate. */
            ERRORS;

            /** Whether less of it is better. */
            public boolean falls() {
                return this != ACCURACY;
            }
        }
    }
}
