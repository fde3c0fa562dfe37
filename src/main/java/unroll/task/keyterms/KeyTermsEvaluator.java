package unroll.task.keyterms;

import java.util.List;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.text.term.TermKeys;

/** Measures the terms that are ranked first, and the loss of the labels of words. */
final class KeyTermsEvaluator implements Evaluator {
    private final KeyTerms task;
    private final TermSums sums = new TermSums();

    KeyTermsEvaluator(KeyTerms task) {
        this.task = task;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var scores = workspace.score(theta, batch);
        var packing = workspace.packing();
        var ranking = new TermRanking(task);
        var second = batch.stream(Batch.SECOND);
        int columns = task.labels().size();
        for (int b = 0; b < packing.sequences(); b++) {
            float[] own = packing.rows(scores, columns, b);
            int[] labels = packing.rows(batch.target().ids(), b);
            int place = second.packing().place(packing.example(b));
            int[] all = second.packing().rows(second.ids(), place);
            var keys = TermKeys.of(all, labels.length);
            sums.add(ranking.of(own, keys.words()), keys);
            for (int t = 0; t < labels.length; t++) {
                if (labels[t] >= 0) { // the training set may have terms of one word only
                    sums.addLoss(own[t * columns + labels[t]]);
                }
            }
        }
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((KeyTermsEvaluator) other).sums);
    }

    @Override
    public Evaluation evaluation() {
        return sums.evaluation();
    }

    @Override
    public Measures measures(List<String> labels) {
        return sums.measures();
    }
}
