package unroll.math;

/**
 * The constants of one step of {@link Kernels#adam}.
 *
 * @param decay share of theta that is added to the gradient
 * @param kept theta is multiplied by this first
 * @param meanShare 1 - beta1
 * @param squareKept beta2
 * @param squareShare 1 - beta2
 * @param size rate / (1 - beta1^t)
 * @param inverseRoot 1 / sqrt(1 - beta2^t)
 */
public record AdamStep(
        float decay,
        float kept,
        float meanShare,
        float squareKept,
        float squareShare,
        float size,
        float inverseRoot,
        float epsilon) {}
