package unroll.task.autoencode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.measure.Argmax;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.TargetProbabilities;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** Measures the probabilities of words that are repeated, each after the true one before it. */
final class RepeatedWords implements Evaluator {
    private final int words;
    private final Evaluation evaluation = new Evaluation();

    /**
     * @param words number of word ids
     */
    RepeatedWords(int words) {
        this.words = words;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        TargetProbabilities.score(
                workspace,
                theta,
                batch,
                words,
                (p, at, target) -> {
                    int hit = Argmax.of(p, at, words) == target ? 1 : 0;
                    evaluation.count(Evaluation.crossEntropy(p[at + target]), hit);
                });
    }

    @Override
    public void merge(Evaluator other) {
        evaluation.add(((RepeatedWords) other).evaluation);
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        double perplexity = evaluation.score(Metric.PERPLEXITY);
        double accuracy = evaluation.score(Metric.ACCURACY);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.ACCURACY, accuracy);
        figures.put(Metric.PERPLEXITY, perplexity);
        figures.put(Metric.LOG_LOSS, evaluation.loss());
        var shown = new LinkedHashMap<String, String>();
        shown.put("words right", String.format(Locale.ROOT, "%.2f %%", 100 * accuracy));
        shown.put("perplexity", String.format(Locale.ROOT, "%.2f", perplexity));
        var text =
                String.format(
                        Locale.ROOT,
                        "words       %,d, right %.2f %%%nperplexity  %.2f%nlog-loss    %.4f%n",
                        evaluation.terms(),
                        100 * accuracy,
                        perplexity,
                        evaluation.loss());
        return new Measures(Map.of("words", evaluation.terms()), figures, shown, Map.of(), text);
    }
}
