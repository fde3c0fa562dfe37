package unroll.task.network;

import java.util.ArrayList;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.nn.Layout;
import unroll.nn.batch.Batch;
import unroll.nn.input.Embedding;
import unroll.nn.input.EmbeddingPart;
import unroll.nn.input.LetterTable;
import unroll.nn.input.NormalizedTable;
import unroll.nn.input.WordTable;
import unroll.text.Vocabulary;

/** The first layer over words, as {@code model.inputs} describes it. */
final class Inputs {
    private Inputs() {}

    /**
     * Adds the inputs' parameters.
     *
     * @param vocabulary number of word ids
     */
    static Embedding of(Layout.Builder layout, ModelConf model, int vocabulary) {
        double wordDropout = model.dropout().words();
        if (model.inputs().get(0) instanceof InputConf.OneHot) {
            return Embedding.oneHot(Batch.SOURCE, vocabulary, wordDropout, Vocabulary.UNKNOWN);
        }
        var parts = new ArrayList<EmbeddingPart>();
        for (int i = 0; i < model.inputs().size(); i++) {
            parts.add(part(layout, model, i, vocabulary));
        }
        return new Embedding(Batch.SOURCE, parts, vocabulary, wordDropout, Vocabulary.UNKNOWN);
    }

    private static EmbeddingPart part(
            Layout.Builder layout, ModelConf model, int i, int vocabulary) {
        var input = model.inputs().get(i);
        var name = model.table(i);
        if (input instanceof InputConf.Letters letters) {
            int words = letters.words() ? vocabulary : 0;
            return new LetterTable(layout, name, letters.buckets(), words, letters.width());
        }
        var words = (InputConf.Words) input;
        if (model.softmax().tied()) {
            return WordTable.tied(layout, name, vocabulary, words.width());
        }
        return words.normalize()
                ? new NormalizedTable(layout, name, model.counts(i), vocabulary, words.width())
                : new WordTable(layout, name, vocabulary, words.width());
    }
}
