package unroll.task;

/**
 * How a language model continues a text.
 *
 * @param words to add to each sample
 * @param samples number of continuations
 * @param seed of the random draws, with the numbers of sample and word
 * @param sampling how each word is drawn
 */
public record Generation(int words, int samples, long seed, Sampling sampling) {
    /**
     * How the next word is drawn from a model's distribution. The penalty comes first, then the
     * temperature, the most probable words, and the nucleus.
     *
     * @param temperature above 0; probabilities are raised to its inverse. 0 takes the most
     *     probable word
     * @param topK number of the most probable words that may be drawn; 0 for all
     * @param topP in (0, 1]: the most probable words whose probabilities together reach it may be
     *     drawn (nucleus sampling, Holtzman et al. 2020)
     * @param repetitionPenalty at least 1: the log-probability of a word that the text holds
     *     already is multiplied by it (Keskar et al. 2019)
     */
    public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
        /** The model's own distribution. */
        public static final Sampling ALL = new Sampling(1, 0, 1, 1);
    }

    /** Returns one sample of the model's own distribution. */
    public static Generation of(int words, long seed) {
        return new Generation(words, 1, seed, Sampling.ALL);
    }
}
