package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import unroll.predict.SavedModel;
import unroll.predict.TextAnswer;

/** Scores one text without Spark. */
final class PredictText {
    private PredictText() {}

    /**
     * Prints what a model answers.
     *
     * @param directory of the model, or of its run, on any Hadoop file system
     * @param steps words by which a language model continues the text; 0 for none
     * @throws unroll.data.DataException if the text has no words, or the model does not read words
     * @throws unroll.conf.ConfigurationException if there are steps, but the model is not a
     *     language model
     */
    static void run(String directory, String text, int steps, long seed, PrintStream out)
            throws IOException {
        var model = SavedModel.openForOneText(Stores.of(directory), directory).trained();
        TextAnswer.lines(model, text, steps, seed).forEach(out::println);
        out.flush();
    }
}
