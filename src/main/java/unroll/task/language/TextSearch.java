package unroll.task.language;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import unroll.conf.task.DecoderConf;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;
import unroll.task.Generation;
import unroll.task.TrainedModel;
import unroll.task.decoding.Beam;
import unroll.task.decoding.BeamSearch;
import unroll.task.decoding.Constraint;
import unroll.task.decoding.Hypothesis;
import unroll.text.Vocabulary;

/**
 * Searches for the most probable continuations of texts (beam search). Continuations are of equal
 * length: the end of a row is a word like any other.
 */
final class TextSearch {
    private static final int NO_MARK = -1;

    private final float[] theta;
    private final Vocabulary vocabulary;
    private final SequenceNetwork.Writer writer;
    private final BeamSearch search;
    private final DecoderConf conf;
    private final double penalty;
    private final Stream words; // those written last, which the network reads
    private final Batch batch;

    /**
     * @param network of the model
     */
    TextSearch(TrainedModel model, SequenceNetwork network, Generation.Beam beam) {
        theta = model.theta();
        vocabulary = model.codec().vocabulary();
        penalty = beam.repetitionPenalty();
        conf = DecoderConf.STANDARD.with(DecoderConf.BEAM, beam.width());
        writer = network.openWriter(new Capacity(beam.width(), beam.width(), false));
        search = new BeamSearch(writer, network.outputs(), NO_MARK, conf);
        words = Stream.of(beam.width(), beam.width(), 0);
        batch =
                new Batch(
                        beam.width(),
                        Map.of(Batch.SOURCE, words, Batch.TARGET, words, Batch.PREVIOUS, words));
    }

    /**
     * Returns the most probable continuations of known words, best first; fewer if there are no
     * more.
     *
     * @param text ids of its words, possibly none
     * @param length words of a continuation
     * @param count at most the width of the beam
     */
    List<int[]> continuations(int[] text, int length, int count) {
        batch.setContinues(false);
        writer.read(theta, batch);
        int last = vocabulary.id(Vocabulary.END);
        for (int word : text) {
            read(last);
            last = word;
        }
        var beam = new Beam(conf, length, Hypothesis.after(last));
        search.search(batch, List.of(beam), constraint(text));
        return beam.best(count).stream()
                .map(found -> found.steps().stream().mapToInt(Hypothesis::word).toArray())
                .toList();
    }

    private void read(int word) {
        words.pack(new int[] {1}, 1);
        words.ids()[0] = word;
        writer.advance(new int[1], new int[1]);
        batch.setContinues(true);
    }

    private Constraint constraint(int[] text) {
        int known = vocabulary.unknownBuckets(); // the first known word
        if (penalty == 1) {
            return (example, before) -> word -> word >= known;
        }
        var given = new BitSet();
        for (int word : text) {
            given.set(word);
        }
        return (example, before) -> new Penalized(known, penalty, held(given, before));
    }

    /** Returns the words of a text and its continuation. */
    private static BitSet held(BitSet text, Hypothesis continuation) {
        var held = (BitSet) text.clone();
        continuation.steps().forEach(step -> held.set(step.word()));
        return held;
    }

    /**
     * Known words, of which those that the text holds have a penalty.
     *
     * @param known the first known word
     */
    private record Penalized(int known, double penalty, BitSet held) implements Constraint.Choice {
        @Override
        public boolean allows(int word) {
            return word >= known;
        }

        @Override
        public double penalty(int word) {
            return held.get(word) ? penalty : 1;
        }
    }
}
