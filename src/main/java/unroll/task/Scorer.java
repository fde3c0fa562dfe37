package unroll.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.data.Batcher;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.data.Speller;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Workspace;
import unroll.text.Encoder;

/**
 * Scores texts with a trained classifier. What a text scores does not depend on its company. Holds
 * the network's buffers; not for two threads.
 */
public final class Scorer {
    private static final int SEQUENCES = 64; // of a batch
    private static final int ROWS = 8192; // of a batch, at least

    private final TrainedClassifier model;
    private final int classes;
    private final Speller speller;
    private final Encoder encoder;
    private final int rows;
    private final Workspace workspace;
    private final Batch batch;

    public Scorer(TrainedClassifier model) {
        this.model = model;
        classes = model.labels().size();
        speller = new Speller(model.vocabulary(), model.model());
        encoder = new Encoder(model.text(), speller::id);
        rows = Math.max(model.text().maxLength(), ROWS);
        workspace = model.network().open(new Capacity(SEQUENCES, rows, false));
        batch = new Batch(SEQUENCES, rows);
    }

    /**
     * Word ids of a text; none where it has no words. Where the model looks at letters, they hold
     * until the next call of {@link #score(List)}.
     */
    public int[] encode(String text) {
        return encoder.encode(text);
    }

    /** The same of words that a text has been cut into. */
    public int[] encode(List<String> words) {
        return words.stream().mapToInt(speller::id).toArray();
    }

    /**
     * Probabilities of all classes for each sequence, in the order given.
     *
     * @param sequences each of at least one id and at most {@code text.maxLength}
     */
    public List<float[]> score(List<int[]> sequences) {
        var blocks = new ArrayList<Block>();
        var examples = sequences.stream().map(ids -> new Example(ids, -1)).iterator();
        BlockBuilder.blocks(examples).forEachRemaining(blocks::add);
        var spelling = speller.spelling();
        speller.clear();
        return score(new Shard(0, blocks, spelling));
    }

    /** Probabilities of all classes for each example of a shard, in its order. */
    public List<float[]> score(Shard shard) {
        var plan = Batcher.inOrder(shard, SEQUENCES, rows);
        var scores = new float[shard.examples()][];
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            var probabilities = workspace.score(model.theta(), batch); // [sequences, classes]
            for (int b = 0; b < batch.packing().sequences(); b++) {
                scores[batch.order()[b]] =
                        Arrays.copyOfRange(probabilities, b * classes, (b + 1) * classes);
            }
        }
        return Arrays.asList(scores);
    }

    /** The most probable class; the first of equally probable ones. */
    public static int best(float[] probabilities) {
        return best(probabilities, 0, probabilities.length);
    }

    /** The same among {@code classes} probabilities from {@code from}, counted from there. */
    public static int best(float[] probabilities, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (probabilities[from + k] > probabilities[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
