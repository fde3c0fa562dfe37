package unroll.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.measure.Metric;

/**
 * The outcome of training.
 *
 * @param theta parameters of the best epoch on validation, or of the last without a validation set
 * @param bestEpoch from 1; the last without a validation set
 * @param epochs that were trained
 * @param stoppedEarly whether fewer than configured, for lack of progress
 * @param steps optimiser steps of the shard that made most
 * @param rateScale factor of the learning rate after divergence and plateaus
 * @param history a report of each epoch
 */
public record Outcome(
        float[] theta,
        int bestEpoch,
        int epochs,
        boolean stoppedEarly,
        long steps,
        double rateScale,
        List<EpochReport> history) {

    /** Returns the best epoch's figures on the validation set, by name; empty without one. */
    public Map<String, Object> validation(Metric metric) {
        var figures = new LinkedHashMap<String, Object>();
        for (var epoch : history) {
            if (epoch.epoch() == bestEpoch && epoch.validationTerms() > 0) {
                figures.put("validation." + metric.key(), epoch.validationScore());
                figures.put("validation.loss", epoch.validationLoss());
            }
        }
        return figures;
    }
}
