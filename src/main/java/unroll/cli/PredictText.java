package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import unroll.conf.ConfigurationException;
import unroll.conf.TaskConf;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.encode.TextCheck;
import unroll.measure.Evaluation;
import unroll.message.Printable;
import unroll.predict.SavedModel;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.language.Reader;
import unroll.task.transcribe.Transcribe;

/** Scores one text without Spark. */
final class PredictText {
    private PredictText() {}

    /**
     * Prints each label with its probability, the most probable first; of a model that transcribes
     * the labels; of a language model the text's figures, or how it goes on.
     *
     * @param directory of the model, or of its run, on any Hadoop file system
     * @param steps words that a language model writes on; 0 for none
     * @throws DataException when the text has no words, or the model reads none
     * @throws ConfigurationException when there are steps, but no language model
     */
    static void run(String directory, String text, int steps, long seed, PrintStream out)
            throws IOException {
        var model = SavedModel.openForOneText(Stores.of(directory), directory).trained();
        if (!model.codec().words()) {
            throw new DataException(
                    "--text: expected a model that reads words, got one that reads numbers: use --data");
        }
        if (steps > 0 && model.conf().task() != TaskConf.LANGUAGE) {
            throw new ConfigurationException(
                    "--steps: expected a language model, which goes on from a text, got one of task "
                            + model.conf().task().word());
        }
        TextCheck.require("--text", text);
        switch (model.conf().task()) {
            case CLASSIFY -> print(model.codec().labels(), scores(model, text), out);
            case LANGUAGE -> {
                if (steps > 0) {
                    out.println(Printable.whole(new Reader(model).generate(text, steps, seed)));
                } else {
                    print(new Reader(model).measure(text), out);
                }
            }
            case TRANSCRIBE -> out.println(Printable.whole(String.join(" ", labels(model, text))));
            case FORECAST -> {
                for (double number : model.codec().values().decode(scores(model, text))) {
                    out.println(number);
                }
            }
        }
        out.flush();
    }

    private static float[] scores(TrainedModel model, String text) {
        var scorer = new Scorer(model);
        return scorer.score(List.of(example(scorer, text))).get(0);
    }

    private static List<String> labels(TrainedModel model, String text) {
        var scorer = new Scorer(model);
        var scores = scorer.scoreSteps(List.of(example(scorer, text))).get(0);
        var codec = model.codec();
        return codec.labels(Transcribe.bestPath(scores, codec.labels().size()));
    }

    private static Example example(Scorer scorer, String text) {
        var example = scorer.encode(text);
        if (example == null) {
            throw new DataException(
                    "--text: expected at least one word, got \"" + Printable.brief(text) + "\"");
        }
        return example;
    }

    private static void print(Evaluation measured, PrintStream out) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "perplexity\t%.4f%nlog-probability\t%.4f",
                        Math.exp(measured.loss()),
                        -measured.loss() * measured.terms()));
    }

    private static void print(List<String> labels, float[] probabilities, PrintStream out) {
        IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -probabilities[k]))
                .forEach(
                        k ->
                                out.println(
                                        Printable.whole(labels.get(k))
                                                + "\t"
                                                + String.format(
                                                        Locale.ROOT, "%.4f", probabilities[k])));
    }
}
