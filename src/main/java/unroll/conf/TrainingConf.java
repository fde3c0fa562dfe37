package unroll.conf;

import java.io.Serializable;
import java.util.List;

/**
 * @param epochs passes over the training part
 * @param batch most sequences in a batch
 * @param batchTokens most tokens in a batch
 * @param labelSmoothing share of the target's mass spread over all classes, in [0, 1)
 */
public record TrainingConf(
        int epochs,
        int batch,
        int batchTokens,
        OptimizerConf optimizer,
        ScheduleConf schedule,
        ClipConf clip,
        LossConf loss,
        ClassWeights classWeights,
        double labelSmoothing,
        EmbeddingUpdates embeddingUpdates,
        EarlyStopping earlyStopping)
        implements Serializable {

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

        /**
         * Falls as a half cosine from the rate to {@code floor} times the rate over the whole run.
         */
        record Cosine(int warmup, double floor) implements ScheduleConf {}
    }

    /** What happens to a gradient before the optimiser sees it. */
    public sealed interface ClipConf extends Serializable {
        record None() implements ClipConf {}

        /** Scaled down to this global L2 norm where it is longer. */
        record Norm(double threshold) implements ClipConf {}

        /** Each element is held in [-threshold, threshold]. */
        record Value(double threshold) implements ClipConf {}
    }

    /** What a forecast's errors cost, in deviations of the target. */
    public enum LossConf {
        SQUARED,
        ABSOLUTE,
        /** Squared up to one deviation, absolute beyond (Huber 1964). */
        HUBER
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
            ACCURACY
        }
    }
}
