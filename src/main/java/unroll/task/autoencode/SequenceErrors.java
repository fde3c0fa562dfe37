package unroll.task.autoencode;

import unroll.measure.BatchSums;
import unroll.measure.Evaluation;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.loss.SquaredError;

/**
 * The error of each sequence that is repeated: the mean of -log p(word) of its words, in nats, or
 * the mean squared error of its standardised numbers. Takes scores some rows at a time, since those
 * of many words are many numbers.
 */
final class SequenceErrors implements BatchSums {
    private final Autoencode task;
    private final double[] sums; // [sequences]
    private final int[] terms; // [sequences]

    /**
     * @param sequences examples of the shard that is measured
     */
    SequenceErrors(Autoencode task, int sequences) {
        this.task = task;
        sums = new double[sequences];
        terms = new int[sequences];
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        int[] sequences = sequences(batch);
        workspace.score(
                theta,
                batch,
                (scores, first, count) -> {
                    for (int row = 0; row < count; row++) {
                        add(sequences[first + row], scores, row, batch, first + row);
                    }
                });
    }

    /** Returns the sequence of each packed row. */
    private static int[] sequences(Batch batch) {
        var packing = batch.target().packing();
        var sequences = new int[packing.rows()];
        for (int place = 0; place < packing.sequences(); place++) {
            for (int t = 0; t < packing.length(place); t++) {
                sequences[packing.row(t, place)] = batch.numbers()[packing.example(place)];
            }
        }
        return sequences;
    }

    /**
     * Adds the error of a step.
     *
     * @param row of the scores
     * @param target packed row of the target
     */
    private void add(int sequence, float[] scores, int row, Batch batch, int target) {
        if (task.width() == 0) {
            int word = batch.target().ids()[target];
            sums[sequence] += Evaluation.crossEntropy(scores[row * task.vocabulary() + word]);
            terms[sequence]++;
            return;
        }
        var loss = new SquaredError();
        float[] actual = batch.target().values();
        for (int i = 0; i < task.width(); i++) {
            sums[sequence] +=
                    loss.loss(scores[row * task.width() + i], actual[target * task.width() + i]);
            terms[sequence]++;
        }
    }

    /** Returns the mean error of a sequence. */
    double mean(int sequence) {
        return sums[sequence] / terms[sequence];
    }
}
