package unroll.spark.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.measure.Measures;
import unroll.predict.SavedModel;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.MeasuredRows;
import unroll.spark.score.Predictions;

/** A trained model that scores rows of a program. */
public final class UnrollModel {
    private final SavedModel saved;

    UnrollModel(SavedModel saved) {
        this.saved = saved;
    }

    /** Returns the model with its configuration, as stored on disk. */
    public SavedModel saved() {
        return saved;
    }

    /**
     * Returns rows with the columns that the model's task adds, which are null for a row that
     * cannot be scored. Rows are scored as they are read.
     *
     * @param rows with the columns that the configuration names, without the label or the target
     */
    public Dataset<Row> score(Dataset<Row> rows) {
        return score(rows, 0);
    }

    /**
     * Returns rows with the columns that the model's task adds, where a forecast of next steps
     * continues from its own outputs.
     *
     * @param steps number of steps to forecast; 0 for the next one only
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
     * Measures the model on rows with targets. Rejected rows are counted, up to {@code
     * data.maxRejected}.
     *
     * @throws unroll.data.DataException if too many rows are rejected, or none is left
     */
    public Measures evaluate(Dataset<Row> rows) {
        var conf = saved.conf();
        var rejections =
                new Rejections(RejectedRows.COUNTED, conf.data().maxRejected(), message -> {});
        return Unroll.reading(
                rows,
                conf.data().train(),
                source ->
                        new MeasuredRows(source.measured(), "rows", "rows", 0)
                                .measure(rows.sparkSession(), saved.trained(), rejections));
    }
}
