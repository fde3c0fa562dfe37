package unroll.task.language;

import java.util.List;
import java.util.function.Consumer;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.math.Keys;
import unroll.message.Printable;
import unroll.nn.Capacity;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.task.Generation;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/** Continues texts with a trained language model, word by word with the state carried. */
final class Generator {
    private final TrainedModel model;
    private final Vocabulary vocabulary;
    private final Workspace workspace;
    private final Batch batch;
    private final int end;
    private final String space;

    Generator(TrainedModel model) {
        this.model = model;
        vocabulary = model.codec().vocabulary();
        workspace = model.task().network().open(new Capacity(1, 1, false));
        batch = model.task().schema().batch(1, 1);
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
     * @param out receives each word as soon as it is drawn, safe to print, with what stands before
     *     it; a line ends after each sample
     */
    void generate(List<String> text, Generation generation, Consumer<String> out) {
        var next =
                new NextWord(generation.sampling(), vocabulary.unknownBuckets(), vocabulary.size());
        for (int sample = 0; sample < generation.samples(); sample++) {
            next.clear();
            long seed = sample == 0 ? generation.seed() : Keys.mix(generation.seed(), sample);
            float[] probabilities = read(end, false);
            for (var word : text) {
                int id = vocabulary.id(word);
                next.add(id);
                probabilities = read(id, true);
            }
            for (int i = 0; i < generation.words(); i++) {
                int id = next.draw(probabilities, Keys.unit(Keys.mix(seed, i)));
                next.add(id);
                out.accept((i > 0 ? space : "") + shown(id));
                probabilities = read(id, true);
            }
            out.accept("\n");
        }
    }

    /** Returns the probabilities of the word after this one. */
    private float[] read(int id, boolean continues) {
        batch.source().pack(new int[] {1}, 1);
        batch.setContinues(continues);
        batch.source().ids()[0] = id;
        return workspace.score(model.theta(), batch);
    }

    private String shown(int id) {
        boolean line = id == end && space.isEmpty();
        return line
                ? "\n"
                : Printable.whole(vocabulary.words().get(id - vocabulary.unknownBuckets()));
    }
}
