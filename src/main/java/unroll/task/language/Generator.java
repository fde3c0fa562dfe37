package unroll.task.language;

import java.util.List;
import java.util.function.Consumer;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.math.Keys;
import unroll.message.Printable;
import unroll.nn.SequenceNetwork;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/** Continues texts with a trained language model. */
final class Generator {
    private final TrainedModel model;
    private final SequenceNetwork network;
    private final Vocabulary vocabulary;
    private final int end;
    private final String space;

    /**
     * @param network of the model
     */
    Generator(TrainedModel model, SequenceNetwork network) {
        this.model = model;
        this.network = network;
        vocabulary = model.codec().vocabulary();
        end = vocabulary.id(Vocabulary.END);
        space = separator(model.conf().text());
    }

    /** Returns what stands between two words: nothing between letters and Chinese words. */
    private static String separator(TextConf text) {
        boolean letters = text.tokenizer() == Tokenizer.LETTERS && text.letters() == 1;
        return letters || text.tokenizer() == Tokenizer.SMARTCN ? "" : " ";
    }

    /**
     * Continues a text with known words.
     *
     * @param text its words, possibly none
     * @param out receives each word as soon as it is known, safe to print, with what stands before
     *     it; a line ends after each continuation
     */
    void generate(List<String> text, Generation generation, Consumer<String> out) {
        int[] ids = text.stream().mapToInt(vocabulary::id).toArray();
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
            long seed = sample == 0 ? sampling.seed() : Keys.mix(sampling.seed(), sample);
            sampler.draw(text, generation.words(), seed, (i, word) -> out.accept(shown(i, word)));
            out.accept("\n");
        }
    }

    private void search(int[] text, Generation generation, Beam beam, Consumer<String> out) {
        var search = new TextSearch(model, network, beam);
        for (var found : search.continuations(text, generation.words(), generation.samples())) {
            for (int i = 0; i < found.length; i++) {
                out.accept(shown(i, found[i]));
            }
            out.accept("\n");
        }
    }

    /**
     * Returns a word with what stands before it.
     *
     * @param i its place in the continuation
     */
    private String shown(int i, int id) {
        boolean line = id == end && space.isEmpty();
        var word =
                line
                        ? "\n"
                        : Printable.whole(vocabulary.words().get(id - vocabulary.unknownBuckets()));
        return (i > 0 ? space : "") + word;
    }
}
