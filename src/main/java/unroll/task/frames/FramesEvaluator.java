package unroll.task.frames;

import java.util.List;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** Measures the most probable label of each frame, and the segments that they form. */
final class FramesEvaluator implements Evaluator {
    private final int labels;
    private final FrameSums sums;

    /**
     * @param metric the task's
     */
    FramesEvaluator(List<String> labels, Metric metric) {
        this.labels = labels.size();
        sums = new FrameSums(metric);
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var scores = workspace.score(theta, batch);
        var packing = workspace.packing();
        for (int b = 0; b < packing.sequences(); b++) {
            int[] targets = packing.rows(batch.target().ids(), b);
            sums.add(targets, packing.rows(scores, labels, b), labels);
        }
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((FramesEvaluator) other).sums);
    }

    @Override
    public Evaluation evaluation() {
        return sums.evaluation();
    }

    @Override
    public Measures measures(List<String> names) {
        return sums.measures(names);
    }
}
