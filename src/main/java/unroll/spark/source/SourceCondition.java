package unroll.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.spark.SparkErrors;

/** The condition {@code where} on a source's rows. */
final class SourceCondition {
    private SourceCondition() {}

    /**
     * Keeps the rows that satisfy the condition, and the records that could not be parsed, for
     * which it cannot be evaluated.
     *
     * @throws ConfigurationException if the condition is not valid Spark SQL or names unknown
     *     columns
     */
    static Dataset<Row> filter(Dataset<Row> rows, SourceConf source, String key) {
        if (source.where().isEmpty()) {
            return rows;
        }
        try {
            var condition = expr(source.where());
            var chosen = rows.filter(condition);
            return SourceColumns.has(rows, Sources.CORRUPT)
                    ? rows.filter(col(Sources.CORRUPT).isNotNull().or(condition))
                    : chosen;
        } catch (Exception e) {
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            throw new ConfigurationException(
                    "%s.where: expected a Spark SQL condition on the columns %s, got \"%s\": %s"
                            .formatted(
                                    key,
                                    SourceColumns.names(TextRecords.withoutPlaces(rows)),
                                    source.where(),
                                    SparkErrors.sentence(e)));
        }
    }
}
