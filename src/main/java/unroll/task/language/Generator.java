package unroll.task.language;

import java.util.List;
import java.util.function.Consumer;
import unroll.math.RandomKeys;
import unroll.message.Printable;
import unroll.nn.SequenceNetwork;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;
import unroll.text.BytePairMerges;
import unroll.text.Vocabulary;

/** Continues texts with a trained language model. */
final class Generator {
    private final TrainedModel model;
    private final SequenceNetwork network;
    private final Vocabulary vocabulary;
    private final BytePairMerges merges;
    private final int end;
    private final String space; // between two words

    /**
     * @param network of the model
     */
    Generator(TrainedModel model, SequenceNetwork network) {
        this.model = model;
        this.network = network;
        vocabulary = model.codec().vocabulary();
        merges = model.codec().merges();
        end = vocabulary.id(Vocabulary.END);
        space = model.conf().text().joined() ? "" : " ";
    }

    /**
     * Continues a text with known words.
     *
     * @param text its words, possibly none
     * @param out receives each word as soon as it is known, safe to print, with what stands before
     *     it; a line ends after each continuation
     */
    void generate(List<String> text, Generation generation, Consumer<String> out) {
        int[] ids = model.codec().pieces(text).stream().mapToInt(vocabulary::id).toArray();
        if (generation.decoding() instanceof Sampling sampling) {
            sample(ids, generation, sampling, out);
        } else if (generation.decoding() instanceof Beam beam) {
            search(ids, generation, beam, out);
        }
    }

    private void sample(
            int[] text, Generation generation, Sampling sampling, Consumer<String> out) {
        var sampler = new TextSampler(model, network, sampling);
        for (int sample = 0; sample < generation.samples(); sample++) {
            long seed = sample == 0 ? sampling.seed() : RandomKeys.mix(sampling.seed(), sample);
            var line = new Line(out);
            sampler.draw(text, generation.words(), seed, (i, word) -> line.add(word));
            out.accept("\n");
        }
    }

    private void search(int[] text, Generation generation, Beam beam, Consumer<String> out) {
        var search = new TextSearch(model, network, beam);
        for (var found : search.continuations(text, generation.words(), generation.samples())) {
            var line = new Line(out);
            for (int word : found) {
                line.add(word);
            }
            out.accept("\n");
        }
    }

    /** A continuation that is printed, each word with what stands before it. */
    private final class Line {
        private final Consumer<String> out;
        private String before = ""; // the next word

        Line(Consumer<String> out) {
            this.out = out;
        }

        void add(int id) {
            var word = vocabulary.words().get(id - vocabulary.unknownBuckets());
            boolean row = id == end && space.isEmpty();
            out.accept(before + (row ? "\n" : Printable.whole(merges.shown(word))));
            before = merges.continues(word) ? "" : space;
        }
    }
}
