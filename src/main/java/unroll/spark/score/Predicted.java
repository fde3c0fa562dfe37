package unroll.spark.score;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.encode.row.Rejected;

/**
 * Rows with the predictions of a model, which are computed when the rows are written.
 *
 * @param unscored filled by writing the rows
 * @param rejected the rows that cannot be scored, found without scoring the others
 */
public record Predicted(Dataset<Row> rows, UnscoredRows unscored, JavaRDD<Rejected> rejected) {}
