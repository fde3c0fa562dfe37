package unroll.task.language;

import unroll.math.RandomKeys;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/** Draws continuations of texts, word by word with the state carried. */
final class TextSampler {
    private final TrainedModel model;
    private final Workspace workspace;
    private final Batch batch;
    private final NextWord next;
    private final int end;

    /** Receives the words of a continuation. */
    @FunctionalInterface
    interface Words {
        /**
         * @param i place of the word in the continuation
         * @param word its id
         */
        void drawn(int i, int word);
    }

    /**
     * @param network of the model
     */
    TextSampler(TrainedModel model, Network network, Sampling sampling) {
        this.model = model;
        workspace = network.open(new Capacity(1, 1, false));
        batch = model.task().schema().batch(1, 1);
        var vocabulary = model.codec().vocabulary();
        next = new NextWord(sampling, vocabulary.unknownBuckets(), vocabulary.size());
        end = vocabulary.id(Vocabulary.END);
    }

    /**
     * Draws a continuation of known words.
     *
     * @param text ids of its words, possibly none
     * @param words number of words to draw
     * @param seed of the draws, with the place of a word
     * @param out receives each word as soon as it is drawn
     */
    void draw(int[] text, int words, long seed, Words out) {
        next.clear();
        batch.setContinues(false);
        int last = end;
        for (int id : text) {
            next.add(id);
            fill(last);
            workspace.advance(model.theta(), batch);
            batch.setContinues(true);
            last = id;
        }
        float[] probabilities = read(last);
        for (int i = 0; i < words; i++) {
            int id = next.draw(probabilities, RandomKeys.unit(RandomKeys.mix(seed, i)));
            next.add(id);
            out.drawn(i, id);
            probabilities = read(id);
        }
    }

    /** Returns the probabilities of the word after this one. */
    private float[] read(int id) {
        fill(id);
        var probabilities = workspace.score(model.theta(), batch);
        batch.setContinues(true);
        return probabilities;
    }

    private void fill(int id) {
        batch.source().pack(new int[] {1}, 1);
        batch.source().ids()[0] = id;
    }
}
