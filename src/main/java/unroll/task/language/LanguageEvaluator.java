package unroll.task.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.TargetProbabilities;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** Measures the probabilities of each next word. */
final class LanguageEvaluator implements Evaluator {
    private final int words;
    private final Evaluation evaluation = new Evaluation();

    /**
     * @param words number of word ids
     */
    LanguageEvaluator(int words) {
        this.words = words;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        TargetProbabilities.score(
                workspace,
                theta,
                batch,
                words,
                (p, at, target) -> evaluation.count(Evaluation.crossEntropy(p[at + target]), 0));
    }

    @Override
    public void merge(Evaluator other) {
        evaluation.add(((LanguageEvaluator) other).evaluation);
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        double loss = evaluation.loss();
        double perplexity = evaluation.score(Metric.PERPLEXITY);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.PERPLEXITY, perplexity);
        figures.put(Metric.LOG_LOSS, loss);
        var shown = new LinkedHashMap<String, String>();
        shown.put("perplexity", String.format(Locale.ROOT, "%.2f", perplexity));
        shown.put("nats", String.format(Locale.ROOT, "%.4f", loss));
        var text =
                String.format(
                        Locale.ROOT,
                        "words       %,d%nperplexity  %.2f%nlog-loss    %.4f%n",
                        evaluation.terms(),
                        perplexity,
                        loss);
        return new Measures(Map.of("words", evaluation.terms()), figures, shown, Map.of(), text);
    }
}
