package unroll.spark.source;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.RFormula;
import org.apache.spark.ml.feature.RFormulaModel;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.conf.ConfigurationException;
import unroll.conf.task.SeriesConf;
import unroll.spark.SparkErrors;

/**
 * The terms of an R formula as columns, by Spark ML. Texts are read as numbers, so that a formula
 * needs no rows to learn from.
 */
final class SeriesFormula {
    private static final String KEPT = "unroll_kept";
    private static final String FEATURES = "unroll_features";
    private static final String LABEL = "unroll_label";
    private static final String TERM = "unroll_term";

    private SeriesFormula() {}

    /**
     * A table with the columns of a formula.
     *
     * @param terms names of the columns of its terms
     */
    record Terms(Dataset<Row> table, List<String> terms) {}

    /**
     * Adds the terms of the formula.
     *
     * @param table with the columns that tell series apart, of times, and of what is known
     * @param key of the setting, for messages
     */
    static Terms of(Dataset<Row> table, SeriesConf series, String key) {
        var numbers = numbers(table, series);
        var terms = fitted(numbers, series, key).transform(numbers);
        int count = AttributeGroup.fromStructField(terms.schema().apply(FEATURES)).size();
        var columns = new ArrayList<Column>();
        columns.add(col(KEPT + ".*"));
        columns.add(TextRecords.column(series.values().get(0)));
        var features = vector_to_array(TextRecords.column(FEATURES), "float64");
        var names = IntStream.range(0, count).mapToObj(i -> TERM + i).toList();
        for (int i = 0; i < count; i++) {
            columns.add(features.getItem(i).as(names.get(i)));
        }
        return new Terms(terms.select(columns.toArray(Column[]::new)), names);
    }

    /**
     * Returns the numbers of a table, with the columns that are no terms in one that no formula
     * sees. Missing numbers are NaN, since Spark's interactions refuse null.
     */
    private static Dataset<Row> numbers(Dataset<Row> table, SeriesConf series) {
        var places = new ArrayList<>(series.key());
        places.add(series.time());
        places.add(Sources.CORRUPT);
        var kept = new ArrayList<Column>();
        var columns = new ArrayList<Column>();
        for (var field : table.schema().fields()) {
            var column = TextRecords.column(field.name());
            boolean place = has(places, field.name());
            if (place || has(series.known(), field.name())) {
                kept.add(column);
            }
            if (!place && SeriesSource.isReadAsNumber(field.dataType())) {
                var number = coalesce(SeriesSource.number(column), lit(Double.NaN));
                columns.add(number.as(field.name()));
            }
        }
        columns.add(struct(kept.toArray(Column[]::new)).as(KEPT));
        return table.select(columns.toArray(Column[]::new));
    }

    private static boolean has(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static RFormulaModel fitted(Dataset<Row> numbers, SeriesConf series, String key) {
        try {
            return new RFormula()
                    .setFormula(series.formula())
                    .setFeaturesCol(FEATURES)
                    .setLabelCol(LABEL)
                    .setHandleInvalid("keep")
                    .fit(numbers);
        } catch (Exception e) {
            if (!(e instanceof AnalysisException || e instanceof IllegalArgumentException)) {
                throw e;
            }
            throw new ConfigurationException(
                    "%s: expected an R formula of the columns %s, got \"%s\": %s"
                            .formatted(
                                    key,
                                    SourceColumns.names(numbers.drop(KEPT)),
                                    series.formula(),
                                    SparkErrors.sentence(e)));
        }
    }
}
