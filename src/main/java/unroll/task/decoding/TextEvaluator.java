package unroll.task.decoding;

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
import unroll.text.Vocabulary;

/** Measures the probabilities of the true words, and the texts that a model writes. */
final class TextEvaluator implements Evaluator {
    private final int words;
    private final String unit;
    private final Evaluation evaluation = new Evaluation();
    private long texts;
    private long unknown; // words of targets that are not known

    /**
     * @param words number of word ids of the target
     * @param unit what has an id: a word, or a piece of one
     */
    TextEvaluator(int words, String unit) {
        this.words = words;
        this.unit = unit;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        TargetProbabilities.score(
                workspace,
                theta,
                batch,
                words,
                (p, at, target) -> {
                    evaluation.countLoss(Evaluation.crossEntropy(p[at + target]));
                    unknown += target == Vocabulary.UNKNOWN ? 1 : 0;
                });
    }

    /**
     * Adds a text.
     *
     * @param reference the true words, with the mark at their end unless they were cut
     */
    void add(List<String> written, List<String> reference, WrittenText text) {
        int last = reference.size() - 1;
        boolean marked = last >= 0 && reference.get(last).equals(Vocabulary.END);
        var wanted = marked ? reference.subList(0, last) : reference;
        texts++;
        evaluation.countScore(written.equals(wanted) ? 1 : 0, 1);
        evaluation.bleu().add(written, wanted);
        evaluation.chrf().add(text.of(written), text.of(wanted));
    }

    @Override
    public void merge(Evaluator other) {
        var more = (TextEvaluator) other;
        evaluation.add(more.evaluation);
        texts += more.texts;
        unknown += more.unknown;
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", texts);
        counts.put("words", evaluation.terms());
        counts.put("unknownTargetWords", unknown);
        double bleu = evaluation.score(Metric.BLEU);
        double chrf = evaluation.score(Metric.CHRF);
        double allRight = evaluation.score(Metric.SEQUENCE_ACCURACY);
        double perplexity = evaluation.score(Metric.PERPLEXITY);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.BLEU, bleu);
        figures.put(Metric.CHRF, chrf);
        figures.put(Metric.SEQUENCE_ACCURACY, allRight);
        figures.put(Metric.PERPLEXITY, perplexity);
        figures.put(Metric.LOG_LOSS, evaluation.loss());
        var shown = new LinkedHashMap<String, String>();
        shown.put("BLEU", String.format(Locale.ROOT, "%.2f", bleu));
        shown.put("chrF", String.format(Locale.ROOT, "%.2f", chrf));
        shown.put("perplexity", String.format(Locale.ROOT, "%.2f", perplexity));
        var text =
                String.format(
                        Locale.ROOT,
                        "examples    %,d, all words right in %.2f %%%n"
                                + "%-12s%,d with the marks at the end, %,d unknown%n"
                                + "BLEU        %.2f, length %.3f of the references'%n"
                                + "chrF        %.2f%n"
                                + "perplexity  %.2f a %s%n"
                                + "log-loss    %.4f%n",
                        texts,
                        100 * allRight,
                        unit + "s",
                        evaluation.terms(),
                        unknown,
                        bleu,
                        evaluation.bleu().lengthRatio(),
                        chrf,
                        perplexity,
                        unit,
                        evaluation.loss());
        return new Measures(counts, figures, shown, Map.of(), text);
    }
}
