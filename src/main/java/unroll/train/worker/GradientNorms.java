package unroll.train.worker;

/**
 * The norms of the gradients before clipping. Quantiles are accurate to 5 %.
 *
 * @param clipped share of the gradients that clipping changed; 0 if there were none
 * @param p10 global L2 norm that a tenth of the gradients did not exceed; the others likewise
 */
public record GradientNorms(double clipped, double p10, double p50, double p90, double p99) {}
