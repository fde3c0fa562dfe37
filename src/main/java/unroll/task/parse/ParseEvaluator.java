package unroll.task.parse;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.TargetProbabilities;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.text.tree.LinearTree;
import unroll.text.tree.LinearTree.Span;

/**
 * Measures the probabilities of true actions, and the brackets of the trees that a model writes: a
 * bracket is the words of a node other than that of a single word, the whole text among them.
 */
final class ParseEvaluator implements Evaluator {
    private final int actions;
    private final Evaluation evaluation = new Evaluation();
    private long trees;
    private long right; // trees with all brackets and labels
    private long unknown; // trees with actions that are not known
    private long brackets;
    private final BracketCounts labelled = new BracketCounts();
    private final BracketCounts branching = new BracketCounts(); // always to the right

    /**
     * @param actions number of ids of actions
     */
    ParseEvaluator(int actions) {
        this.actions = actions;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        TargetProbabilities.score(
                workspace,
                theta,
                batch,
                actions,
                (p, at, target) -> evaluation.countLoss(Evaluation.crossEntropy(p[at + target])));
    }

    /**
     * Adds a tree.
     *
     * @param written actions that a model has written
     * @param wanted the true ones with the mark at their end; empty texts for unknown ones
     */
    void add(List<String> written, List<String> wanted) {
        var truth = wanted.subList(0, wanted.size() - 1);
        trees++;
        if (truth.contains("")) {
            unknown++;
            return;
        }
        right += written.equals(truth) ? 1 : 0;
        Set<Span> spans = new HashSet<>(LinearTree.spans(truth));
        Set<Span> own = new HashSet<>(LinearTree.spans(written));
        labelled.add(spans, own);
        var bare = bare(spans);
        var found = bare(own);
        brackets += bare.size();
        long common = found.stream().filter(bare::contains).count();
        evaluation.countScore(2.0 * common, bare.size() + found.size());
        int end = (int) truth.stream().filter(LinearTree::shifts).count();
        branching.add(
                bare,
                IntStream.range(0, end - 1)
                        .mapToObj(start -> new Span(start, end, ""))
                        .collect(Collectors.toSet()));
    }

    private static Set<Span> bare(Set<Span> spans) {
        return spans.stream()
                .map(span -> new Span(span.start(), span.end(), ""))
                .collect(Collectors.toSet());
    }

    @Override
    public void merge(Evaluator other) {
        var more = (ParseEvaluator) other;
        evaluation.add(more.evaluation);
        trees += more.trees;
        right += more.right;
        unknown += more.unknown;
        brackets += more.brackets;
        labelled.add(more.labelled);
        branching.add(more.branching);
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("trees", trees);
        counts.put("treesWithUnknownActions", unknown);
        counts.put("brackets", brackets);
        double found = evaluation.score(Metric.BRACKET_F1);
        double allRight = (double) right / Math.max(1, trees);
        double perplexity = evaluation.score(Metric.PERPLEXITY);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.BRACKET_F1, found);
        figures.put(Metric.LABELLED_BRACKET_F1, labelled.f1());
        figures.put(Metric.RIGHT_BRANCHING_F1, branching.f1());
        figures.put(Metric.SEQUENCE_ACCURACY, allRight);
        figures.put(Metric.PERPLEXITY, perplexity);
        figures.put(Metric.LOG_LOSS, evaluation.loss());
        var shown = new LinkedHashMap<String, String>();
        shown.put("brackets", Measures.finePercent(found));
        shown.put("with labels", Measures.finePercent(labelled.f1()));
        shown.put("branching right", Measures.finePercent(branching.f1()));
        var text =
                String.format(
                        Locale.ROOT,
                        "trees       %,d, all right in %.2f %%, %,d with unknown actions%n"
                                + "brackets    %,d, F1 %.2f %%, with labels %.2f %%; always branching right %.2f %%%n"
                                + "perplexity  %.4f an action%n"
                                + "log-loss    %.4f%n",
                        trees,
                        100 * allRight,
                        unknown,
                        brackets,
                        100 * found,
                        100 * labelled.f1(),
                        100 * branching.f1(),
                        perplexity,
                        evaluation.loss());
        return new Measures(counts, figures, shown, Map.of(), text);
    }
}
