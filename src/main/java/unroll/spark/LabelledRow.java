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
        var wrong = reader.read(row);
        if (wrong != null) {
            return new LabelledRow(wrong, null);
        }
        var unlike = Encoding.unlike(reader, codec);
        if (unlike != null) {
            return new LabelledRow(reader.rejected(unlike), null);
        }
        var example =
                codec.words()
                        ? words.apply(reader.words())
                        : Example.vectors(codec.inputs().encode(reader.vectors()));
        return new LabelledRow(null, example.withLabels(codec.classes(reader.labels())));
    }
}
