package unroll.train;

import unroll.train.worker.GradientNorms;

/**
 * The figures of an epoch.
 *
 * @param epoch from 1
 * @param loss mean over the training terms
 * @param penalty contribution of activation penalties to that mean
 * @param tokens in training
 * @param batches in training
 * @param skipped batches with a loss or gradient that is not finite
 * @param impossible sequences that were skipped since no output can give their target
 * @param clipped gradients that clipping changed
 * @param norms of the gradients before clipping
 * @param validationTerms 0 without a validation set; its figures are 0 then
 * @param validationLoss mean loss
 * @param validationScore of the task's metric
 */
public record EpochReport(
        int epoch,
        double loss,
        double penalty,
        long tokens,
        long batches,
        long skipped,
        long impossible,
        long clipped,
        GradientNorms norms,
        long validationTerms,
        double validationLoss,
        double validationScore) {}
