package unroll.task.multilabel;

import java.util.BitSet;
import java.util.List;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.loss.BinaryCrossEntropy;

/** Measures the labels that hold, and the loss of all probabilities. */
final class MultilabelEvaluator implements Evaluator {
    private final Multilabel task;
    private final SetSums sums;

    MultilabelEvaluator(Multilabel task) {
        this.task = task;
        sums = new SetSums(task.thresholds());
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        LabelSets.score(workspace, theta, batch, task.thresholds().size(), this::add);
    }

    private void add(float[] logits, BitSet wanted) {
        var probabilities = task.decode(logits);
        var ofLabel = new BinaryCrossEntropy();
        var found = new BitSet(logits.length);
        double loss = 0;
        for (int k = 0; k < logits.length; k++) {
            loss += ofLabel.loss(logits[k], wanted.get(k) ? 1 : 0);
            found.set(k, task.holds(k, probabilities[k]));
        }
        sums.add(wanted, found, loss);
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((MultilabelEvaluator) other).sums);
    }

    @Override
    public Evaluation evaluation() {
        return sums.evaluation();
    }

    @Override
    public Measures measures(List<String> labels) {
        return sums.measures(labels);
    }
}
