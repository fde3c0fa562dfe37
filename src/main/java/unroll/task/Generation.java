package unroll.task;

/**
 * How a language model continues a text.
 *
 * @param words to add to each continuation
 * @param samples number of continuations
 * @param decoding how they are found
 */
public record Generation(int words, int samples, Decoding decoding) {
    /** A way to find continuations. */
    public sealed interface Decoding permits Sampling, Beam {}

    /**
     * Continuations are drawn word by word. The penalty comes first, then the temperature, the most
     * probable words, and the nucleus.
     *
     * @param seed of the random draws, with the numbers of sample and word
     * @param temperature above 0; probabilities are raised to its inverse. 0 takes the most
     *     probable word
     * @param topK number of the most probable words that may be drawn; 0 for all
     * @param topP in (0, 1]: the most probable words whose probabilities together reach it may be
     *     drawn (nucleus sampling, Holtzman et al. 2020)
     * @param repetitionPenalty at least 1: the log-probability of a word that the text holds
     *     already is multiplied by it (Keskar et al. 2019)
     */
    public record Sampling(
            long seed, double temperature, int topK, double topP, double repetitionPenalty)
            implements Decoding {
        /** Returns draws from the model's own distribution. */
        public static Sampling of(long seed) {
            return new Sampling(seed, 1, 0, 1, 1);
        }
    }

    /**
     * The most probable continuations are searched for; nothing is drawn.
     *
     * @param width hypotheses that are continued side by side; no fewer than the samples
     * @param repetitionPenalty as in {@link Sampling}
     */
    public record Beam(int width, double repetitionPenalty) implements Decoding {}

    /** Returns one sample of the model's own distribution. */
    public static Generation of(int words, long seed) {
        return new Generation(words, 1, Sampling.of(seed));
    }
}
