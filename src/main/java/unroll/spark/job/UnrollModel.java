package unroll.spark.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.measure.Measures;
import unroll.predict.SavedModel;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.MeasuredRows;
import unroll.spark.score.Measurement;
import unroll.spark.score.Predictions;

/** A trained model that scores rows of a program. */
public final class UnrollModel {
    private final SavedModel saved;

    UnrollModel(SavedModel saved) {
        this.saved = saved;
    }

    /** The model with its configuration, as it is on disk. */
    public SavedModel saved() {
        return saved;
    }

    /**
     * Returns all columns of rows, and those that the model's task adds; null in the latter for a
     * row that cannot be scored. Rows are scored as they are read.
     *
     * @param rows with the columns that the configuration names, but for the label or the target
     */
    public Dataset<Row> score(Dataset<Row> rows) {
        return score(rows, 0);
    }

    /**
     * The same of a forecast that runs on from its own outputs.
     *
     * @param steps as many; 0 for the next one only
     */
    public Dataset<Row> score(Dataset<Row> rows, int steps) {
        return Unroll.reading(
                rows,
                saved.conf().data().train(),
                source ->
                        Predictions.add(rows.sparkSession(), saved.trained(), source, steps)
                                .rows());
    }

    /**
     * Measures the model on rows with targets. Bad rows are counted, up to {@code
     * data.maxRejected}.
     *
     * @throws unroll.data.DataException when too many rows are bad, or none is left
     */
    public Measures evaluate(Dataset<Row> rows) {
        var conf = saved.conf();
        var rejections =
                new Rejections(RejectedRows.COUNTED, conf.data().maxRejected(), message -> {});
        return Unroll.reading(
                rows,
                conf.data().train(),
                source ->
                        Measurement.of(
                                rows.sparkSession(),
                                saved.trained(),
                                new MeasuredRows(source, "rows", "rows", 0),
                                rejections));
    }
}
