package unroll.nn;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    /** Whether layers have found the rows that they use of this batch, before the forward pass. */
    public boolean found;

    /** The sum of the penalties of the batch, to which forward passes add. */
    public double penalty;

    /**
     * The example of the other chains that each example of the last chain reads, if several may
     * read one; null if each reads its own.
     */
    public int[] origins;

    /** The weights that the last attention gave at its last reading; null without one. */
    public AttentionWeights attention;

    /** The weights that an attention gave at its last reading. */
    public interface AttentionWeights {
        /**
         * Returns the number of steps that were read.
         *
         * @param place of a sequence that reads
         */
        int steps(int place);

        /** Returns the weight of one of these steps. */
        float weight(int place, int step);

        /** Returns the weights of all these steps. */
        default List<Float> weights(int place) {
            return IntStream.range(0, steps(place)).mapToObj(step -> weight(place, step)).toList();
        }
    }

    /** Returns the example of other chains that an example reads. */
    public int origin(int example) {
        return origins == null ? example : origins[example];
    }

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
