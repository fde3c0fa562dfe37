package unroll.nn;

import java.util.Map;

/** The state of one batch that all layers share. */
final class Context {
    float[] theta; // [parameters]
    float[] gradient; // [parameters]
    Batch batch;
    boolean training;

    /** Outputs of the network's chains, by name. */
    Map<String, Signal> chains = Map.of();

    /** Whether targets are fed back where there is teacher forcing. */
    boolean taught;

    /** Looks on; null for none. */
    Observer observer;

    /** Decides the random masks of this batch. */
    long key;

    /** What penalties add to the batch's objective besides the loss: forward passes add to it. */
    double penalty;

    /**
     * The output of a chain.
     *
     * @throws IllegalArgumentException if no chain has that name
     */
    Signal output(String chain) {
        var output = chains.get(chain);
        if (output == null) {
            throw new IllegalArgumentException(
                    "network: expected one of the chains %s, got %s"
                            .formatted(chains.keySet().stream().sorted().toList(), chain));
        }
        return output;
    }
}
