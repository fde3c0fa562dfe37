package unroll.task;

import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.nn.Embedding;
import unroll.nn.Layout;
import unroll.text.Vocabulary;

/** The first layer over words, as {@code model.inputs} describes it. */
public final class Inputs {
    private Inputs() {}

    /** Name of the parameter that holds the table of an input. */
    public static String parameter(int input) {
        return input == 0 ? "input.embedding" : "input.embedding" + (input + 1);
    }

    /**
     * Adds the input's parameters.
     *
     * @param vocabulary number of word ids
     */
    static Embedding of(Layout.Builder layout, ModelConf model, int vocabulary) {
        var words = (InputConf.Words) model.inputs().get(0);
        return new Embedding(
                layout,
                parameter(0),
                vocabulary,
                words.width(),
                words.vectors().frozenEpochs(),
                model.dropout().words(),
                Vocabulary.UNKNOWN);
    }
}
