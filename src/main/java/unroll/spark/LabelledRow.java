package unroll.spark;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import unroll.data.Example;
import unroll.task.Codec;

/**
 * A row with the label or the labels that a task learns, or what is wrong with it.
 *
 * @param rejected null for a good row
 * @param example with its labels; null for a bad row
 */
record LabelledRow(Rejected rejected, Example example) {
    /**
     * @param words gives words their ids
     */
    static LabelledRow read(
            Row row, RowReader reader, Codec codec, Function<List<String>, Example> words) {
        var wrong = Encoding.read(row, reader, codec);
        return new LabelledRow(wrong, wrong == null ? example(reader, codec, words) : null);
    }

    /** What a good row holds. */
    static Example example(RowReader reader, Codec codec, Function<List<String>, Example> words) {
        return ScorableRow.example(reader, codec, words).withLabels(codec.classes(reader.labels()));
    }
}
