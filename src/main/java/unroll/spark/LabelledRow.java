package unroll.spark;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import unroll.data.Example;
import unroll.task.Codec;

/**
 * A row as a classifier reads it, or what is wrong with it.
 *
 * @param rejected null for a good row
 * @param target the class; -1 for a bad row
 * @param example without its class; null for a bad row
 */
record LabelledRow(Rejected rejected, int target, Example example) {
    /**
     * @param words gives words their ids
     */
    static LabelledRow read(
            Row row, RowReader reader, Codec codec, Function<List<String>, Example> words) {
        var wrong = reader.read(row);
        if (wrong != null) {
            return new LabelledRow(wrong, -1, null);
        }
        var unlike = Encoding.unlike(reader, codec);
        if (unlike != null) {
            return new LabelledRow(reader.rejected(unlike), -1, null);
        }
        return new LabelledRow(
                null,
                codec.target(reader.label()),
                codec.words()
                        ? words.apply(reader.words())
                        : Example.vectors(codec.inputs().encode(reader.vectors())));
    }
}
