package unroll.spark.score;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import unroll.data.Example;
import unroll.encode.Codec;
import unroll.encode.RawRecord;
import unroll.encode.Reason;
import unroll.encode.RecordReader;
import unroll.encode.Rejected;
import unroll.spark.source.RowRecords;

/**
 * A row to score, checked like rows with targets.
 *
 * @param wrong why it cannot be scored; null if it can
 * @param example null if it cannot be scored
 */
record ScorableRow(Row row, Rejected wrong, Example example) {
    /**
     * Checks a row.
     *
     * @param row its columns, followed by the sequence and the record that could not be parsed
     * @param words returns the ids of words
     */
    static ScorableRow read(
            Row row, RecordReader reader, Codec codec, Function<List<String>, Example> words) {
        var wrong = wrong(row, reader, codec);
        return new ScorableRow(row, wrong, wrong == null ? example(reader, codec, words) : null);
    }

    /** Returns why a row cannot be scored; null if it can. */
    static Rejected wrong(Row row, RecordReader reader, Codec codec) {
        int columns = row.length() - 2;
        var wrong =
                reader.read(
                        new RawRecord(
                                RowRecords.plain(row.get(columns)),
                                null,
                                row.getString(columns + 1)));
        if (wrong == null && reader.widths().inputs() != codec.inputs().columns()) {
            wrong = reader.rejected(Reason.OTHER_WIDTH);
        }
        if (wrong == null && !codec.words() && !codec.inputs().fits(reader.vectors())) {
            wrong = reader.rejected(Reason.OUT_OF_RANGE);
        }
        return wrong;
    }

    /** Returns the steps of a good row, without a target. */
    static Example example(
            RecordReader reader, Codec codec, Function<List<String>, Example> words) {
        return codec.words()
                ? words.apply(reader.words())
                : Example.vectors(codec.inputs().encode(reader.vectors()));
    }
}
