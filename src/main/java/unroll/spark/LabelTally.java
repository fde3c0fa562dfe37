package unroll.spark;

import unroll.math.ExactSum;

/** Of labels: how many are wrong, and how improbable the true ones are. */
final class LabelTally implements Tally<Transcribed> {
    private final ExactSum losses = new ExactSum();
    private long right;
    private long impossible;
    private long labels;
    private long substituted;
    private long missing;
    private long added;

    @Override
    public void add(Transcribed row) {
        var edits = row.edits();
        right += edits.total() == 0 ? 1 : 0;
        labels += row.labels();
        substituted += edits.substituted();
        missing += edits.missing();
        added += edits.added();
        if (Double.isNaN(row.loss())) {
            impossible++;
        } else {
            losses.add(row.loss());
        }
    }

    @Override
    public void add(Tally<Transcribed> other) {
        var more = (LabelTally) other;
        losses.add(more.losses);
        right += more.right;
        impossible += more.impossible;
        labels += more.labels;
        substituted += more.substituted;
        missing += more.missing;
        added += more.added;
    }

    @Override
    public MeasuredLabels measured(long rows) {
        return new MeasuredLabels(
                rows,
                labels,
                substituted,
                missing,
                added,
                (double) right / rows,
                losses.value() / (rows - impossible),
                impossible);
    }
}
