package unroll.task.transcribe;

import java.util.ArrayList;
import java.util.List;
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
import unroll.task.network.ChosenKernels;

/** Measures the labels that are found, and the loss of the true ones. */
final class TranscribeEvaluator implements Evaluator {
    private final transient Transcribe task; // not sent: sums are merged without it
    private final LabelSums sums;
    private transient LabelSearch search; // null until there is something to find

    TranscribeEvaluator(Transcribe task) {
        this.task = task;
        sums = new LabelSums(task.separator() != Transcribe.NO_LABEL);
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var scores = workspace.score(theta, batch);
        var packing = workspace.packing();
        var targets = batch.target();
        int labels = task.labels();
        var kernels = ChosenKernels.of(task.conf().kernels());
        var alignments = new Alignments(kernels, labels + 1, labels);
        var alone = new Packing(1); // one sequence at a time, so that losses are added exactly
        var logits = new ArrayList<float[]>();
        for (int b = 0; b < packing.sequences(); b++) {
            logits.add(packing.rows(scores, labels + 1, b));
        }
        var found = search().find(logits);
        for (int b = 0; b < packing.sequences(); b++) {
            int place = targets.packing().place(packing.example(b));
            int[] wanted = targets.packing().rows(targets.ids(), place);
            alone.set(new int[] {packing.length(b)}, 1);
            var loss = alignments.loss(logits.get(b), alone, Stream.of(wanted));
            sums.add(wanted.length, Edits.between(found.get(b).labels(), wanted), loss.mean());
            if (task.separator() != Transcribe.NO_LABEL) {
                addWords(found.get(b).labels(), wanted);
            }
        }
    }

    private void addWords(int[] found, int[] wanted) {
        var words = LabelWords.of(wanted, task.separator());
        sums.addWords(
                words.size(), LabelWords.edits(LabelWords.of(found, task.separator()), words));
    }

    private LabelSearch search() {
        if (search == null) {
            search = task.search();
        }
        return search;
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
