package unroll.train.worker;

/**
 * How long the gradients were before clipping. Quantiles are right to a twentieth.
 *
 * @param clipped share of the gradients that clipping changed; 0 where there was none
 * @param p10 global L2 norm that a tenth of the gradients did not exceed; the others likewise
 */
public record GradientNorms(double clipped, double p10, double p50, double p90, double p99) {}
