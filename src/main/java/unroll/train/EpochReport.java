package unroll.train;

import unroll.train.worker.GradientNorms;

/**
 * What an epoch did.
 *
 * @param epoch from 1
 * @param loss mean over the training terms
 * @param penalty what activation penalties added to that mean
 * @param tokens that training went through
 * @param batches that training went through
 * @param skipped batches that were not learnt from
 * @param impossible sequences that were not learnt from, since no output can give their target
 * @param clipped gradients that clipping changed
 * @param norms of the gradients before clipping
 * @param validationTerms 0 where there is no validation part; its figures are 0 then
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
