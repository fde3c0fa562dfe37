package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import unroll.predict.OverridableSettings;
import unroll.predict.SavedModel;
import unroll.predict.TextPrediction;
import unroll.task.Generation;

/** Scores one text without Spark. */
final class PredictText {
    private PredictText() {}

    /**
     * Prints what a model predicts.
     *
     * @param directory of the model, or of its run, on any Hadoop file system
     * @param settings of the model that are replaced, as KEY=VALUE
     * @param generation how a language model continues the text; without words it does not
     * @throws unroll.data.DataException if the text has no words, or the model does not read words
     * @throws unroll.conf.ConfigurationException if there are words to add, but the model is not a
     *     language model, or a setting is part of the model
     */
    static void run(
            String directory,
            List<String> settings,
            String text,
            Generation generation,
            PrintStream out)
            throws IOException {
        OverridableSettings.check(settings);
        var model =
                SavedModel.openForOneText(Stores.of(directory), directory, settings, Stores::of)
                        .trained();
        if (generation.words() == 0) {
            TextPrediction.lines(model, text).forEach(out::println);
        } else {
            TextPrediction.continueText(
                    model,
                    text,
                    generation,
                    piece -> {
                        out.print(piece);
                        out.flush();
                    });
        }
        out.flush();
    }
}
