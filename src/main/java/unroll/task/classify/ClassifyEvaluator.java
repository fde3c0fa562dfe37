package unroll.task.classify;

import java.util.Arrays;
import java.util.List;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.measure.Argmax;
import unroll.measure.ClassSums;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.loss.ClassSquaredError;

/** Measures the predicted probabilities of each sequence's class. */
final class ClassifyEvaluator implements Evaluator {
    private final Classify task;
    private final ClassSums sums;
    private final Evaluation squared = new Evaluation(); // of the squared loss

    ClassifyEvaluator(Classify task) {
        this.task = task;
        sums = new ClassSums(task.scale());
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        workspace.score(
                theta,
                batch,
                (scores, first, count) -> add(scores, first, count, batch.target().ids()));
    }

    private void add(float[] scores, int first, int count, int[] targets) {
        int classes = task.classWeights().size();
        for (int i = 0; i < count; i++) {
            int target = targets[first + i];
            if (target >= 0) {
                var probabilities =
                        task.decode(Arrays.copyOfRange(scores, i * classes, (i + 1) * classes));
                sums.add(target, probabilities, 0, classes);
                if (squared()) {
                    boolean right = Argmax.of(probabilities) == target;
                    squared.count(ClassSquaredError.of(probabilities, target), right ? 1 : 0);
                }
            }
        }
    }

    @Override
    public void merge(Evaluator other) {
        sums.add(((ClassifyEvaluator) other).sums);
        squared.add(((ClassifyEvaluator) other).squared);
    }

    @Override
    public Evaluation evaluation() {
        return switch (task.conf().training().classLoss()) {
            case CROSSENTROPY -> sums.evaluation();
            case SQUARED -> squared;
            case ORDINAL -> sums.errors();
        };
    }

    private boolean squared() {
        return task.conf().training().classLoss() == ClassLoss.SQUARED;
    }

    @Override
    public Measures measures(List<String> labels) {
        return sums.measures(labels);
    }
}
