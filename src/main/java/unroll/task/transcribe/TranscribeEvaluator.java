package unroll.task.transcribe;

import java.util.List;
import unroll.conf.KernelChoice;
import unroll.measure.Edits;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.LabelSums;
import unroll.measure.Measures;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;
import unroll.nn.loss.Alignments;
import unroll.task.ChosenKernels;

/** Measures the labels of the most probable alignment, and the loss of the true ones. */
final class TranscribeEvaluator implements Evaluator {
    private final KernelChoice kernels;
    private final int labels;
    private final LabelSums sums = new LabelSums();

    /**
     * @param labels number of different labels; the blank is the class after them
     */
    TranscribeEvaluator(KernelChoice kernels, int labels) {
        this.kernels = kernels;
        this.labels = labels;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var scores = workspace.score(theta, batch);
        var packing = workspace.packing();
        var targets = batch.target();
        var alignments = new Alignments(ChosenKernels.of(kernels), labels + 1, labels);
        var alone = new Packing(1); // one sequence at a time, so that losses are added exactly
        for (int b = 0; b < packing.sequences(); b++) {
            int place = targets.packing().place(packing.example(b));
            int[] wanted = targets.packing().rows(targets.ids(), place);
            float[] logits = packing.rows(scores, labels + 1, b);
            alone.set(new int[] {packing.length(b)}, 1);
            var loss = alignments.loss(logits, alone, Stream.of(wanted));
            var edits = Edits.between(Transcribe.bestPath(logits, labels), wanted);
            sums.add(wanted.length, edits, loss.mean());
        }
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((TranscribeEvaluator) other).sums);
    }

    @Override
    public Evaluation evaluation() {
        return sums.evaluation();
    }

    @Override
    public Measures measures(List<String> names) {
        return sums.measures();
    }
}
