package unroll.task.tag;

import java.util.List;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** Measures the most probable tags, and the loss of the true ones. */
final class TagEvaluator implements Evaluator {
    private final Tag task;
    private final TagSums sums;
    private transient Layout layout; // of the network; made when needed

    TagEvaluator(Tag task) {
        this.task = task;
        sums = new TagSums(task);
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        if (layout == null) {
            layout = task.network().layout();
        }
        var decoder = TagDecoder.of(task, layout, theta);
        var scores = workspace.score(theta, batch);
        var packing = workspace.packing();
        for (int b = 0; b < packing.sequences(); b++) {
            float[] own = packing.rows(scores, task.tags().size() + task.intents().size(), b);
            int[] targets = packing.rows(batch.target().ids(), b);
            var reading = TagReading.of(own, decoder, task);
            double loss = decoder.loss(reading.steps(), targets);
            if (task.intents().isEmpty()) {
                sums.add(targets, reading.tags(), loss);
            } else {
                int intent = batch.stream(Batch.SECOND).ids()[b];
                loss += task.conf().tag().intentWeight() * reading.loss(intent);
                sums.add(targets, reading.tags(), loss, reading.intent() == intent);
            }
        }
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((TagEvaluator) other).sums);
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
