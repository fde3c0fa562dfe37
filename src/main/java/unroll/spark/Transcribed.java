package unroll.spark;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import unroll.data.Shard;
import unroll.nn.Alignments;
import unroll.nn.Packing;
import unroll.nn.Stream;
import unroll.task.ChosenKernels;
import unroll.task.Edits;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.Transcribe;

/** How far a model's labels for a row are from the true ones; or a bad row. A plain class. */
final class Transcribed implements ScoredRow {
    private final Rejected rejected; // null for a good row
    private final int labels; // true ones
    private final int substituted;
    private final int missing;
    private final int added;
    private final double loss; // of the true labels, in nats; NaN where nothing can give them

    private Transcribed(Rejected rejected, int labels, Edits edits, double loss) {
        this.rejected = rejected;
        this.labels = labels;
        substituted = edits.substituted();
        missing = edits.missing();
        added = edits.added();
        this.loss = loss;
    }

    /** Holds a sequence's scores against labels. Holds buffers; not for two threads. */
    private static final class Judge {
        private final int labels;
        private final Alignments alignments;
        private final Packing packing = new Packing(1);

        Judge(TrainedModel model) {
            labels = model.codec().labels().size();
            var kernels = ChosenKernels.of(model.conf().kernels());
            alignments = new Alignments(kernels, labels + 1, labels);
        }

        /**
         * @param scores [steps, labels + 1]
         */
        Transcribed judge(float[] scores, int[] wanted) {
            packing.set(new int[] {scores.length / (labels + 1)}, 1);
            var loss = alignments.loss(scores, packing, Stream.of(wanted));
            return new Transcribed(
                    null,
                    wanted.length,
                    Edits.between(Transcribe.bestPath(scores, labels), wanted),
                    loss.mean());
        }
    }

    /** Transcribes the examples of a shard. */
    static Iterator<Transcribed> of(Shard shard, TrainedModel model) {
        var judge = new Judge(model);
        return new Scorer(model)
                .scoreSteps(shard, (i, scores) -> judge.judge(scores, shard.labels(i)))
                .iterator();
    }

    /** Transcribes rows of {@link Sources#examples}. */
    static Iterator<Transcribed> of(
            Iterator<Row> rows, RowReader.Columns columns, TrainedModel model) {
        var reader = new RowReader(columns);
        var scorer = new Scorer(model);
        var judge = new Judge(model);
        var items =
                new Mapped<>(
                        rows,
                        (Row row) -> LabelledRow.read(row, reader, model.codec(), scorer::encode));
        var judged =
                new Windows<>(
                        items,
                        LabelledRow::example,
                        examples ->
                                scorer.scoreSteps(
                                        examples,
                                        (i, scores) ->
                                                judge.judge(scores, examples.get(i).classes())));
        return new Mapped<>(
                judged,
                row ->
                        row.item().rejected() == null
                                ? row.scores()
                                : new Transcribed(row.item().rejected(), 0, new Edits(0, 0, 0), 0));
    }

    @Override
    public Rejected rejected() {
        return rejected;
    }

    /** How many labels are true. */
    int labels() {
        return labels;
    }

    /** From the model's labels to the true ones. */
    Edits edits() {
        return new Edits(substituted, missing, added);
    }

    /** Of the true labels, in nats; NaN where they are more than there are steps to give them. */
    double loss() {
        return loss;
    }
}
