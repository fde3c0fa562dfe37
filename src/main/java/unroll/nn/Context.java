package unroll.nn;

import java.util.Map;
import unroll.nn.batch.Batch;

/** The state of one batch that all layers share. */
public final class Context {
    public float[] theta; // [parameters]
    public float[] gradient; // [parameters]
    public Batch batch;
    public boolean training;

    /** Outputs of the network's chains, by name. */
    public Map<String, Activations> chains = Map.of();

    /** Whether targets are fed back in layers with teacher forcing. */
    public boolean teacherForcing;

    /** Watches the pass; null without an observer. */
    public Observer observer;

    /** The key of the random masks of this batch. */
    public long key;

    /**
     * Whether layers run again over a batch that they have run over: their penalties count once.
     */
    public boolean again;

    /** The sum of the penalties of the batch, to which forward passes add. */
    public double penalty;

    /**
     * Returns the output of a chain.
     *
     * @throws IllegalArgumentException if no chain has that name
     */
    public Activations output(String chain) {
        var output = chains.get(chain);
        if (output == null) {
            throw new IllegalArgumentException(
                    "network: expected one of the chains %s, got %s"
                            .formatted(chains.keySet().stream().sorted().toList(), chain));
        }
        return output;
    }
}
