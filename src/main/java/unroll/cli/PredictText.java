package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import unroll.conf.ConfigurationReader;
import unroll.data.DataException;
import unroll.io.ModelDirectory;
import unroll.task.Scorer;
import unroll.task.TrainedClassifier;

/** Scores one text without Spark. */
final class PredictText {
    private PredictText() {}

    /**
     * Prints each label with its probability, the most probable first.
     *
     * @param directory of the model, or of its run, on any Hadoop file system
     * @throws DataException when the text has no words
     */
    static void run(String directory, String text, PrintStream out) throws IOException {
        var store = Stores.of(directory);
        var model = ModelDirectory.open(store, Stores.model(store, directory));
        var tree = new LinkedHashMap<>(model.model().configuration());
        // The same bits; for one text the JVM would spend more time on preparing SIMD than on using
        // it.
        tree.put("kernels", "scalar");
        var classifier =
                TrainedClassifier.of(
                        ConfigurationReader.ofTree(tree),
                        model.model().labels(),
                        model.model().vocabulary(),
                        network -> model.parameters(network.layout()));
        print(classifier.labels(), probabilities(classifier, text), out);
    }

    private static float[] probabilities(TrainedClassifier classifier, String text) {
        var scorer = new Scorer(classifier);
        var ids = scorer.encode(text);
        if (ids.length == 0) {
            throw new DataException("--text: expected at least one word, got \"" + text + "\"");
        }
        return scorer.score(List.of(ids)).get(0);
    }

    private static void print(List<String> labels, float[] probabilities, PrintStream out) {
        IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -probabilities[k]))
                .forEach(
                        k ->
                                out.println(
                                        labels.get(k)
                                                + "\t"
                                                + String.format(
                                                        Locale.ROOT, "%.4f", probabilities[k])));
        out.flush();
    }
}
