package unroll.spark.score;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import unroll.data.Example;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.spark.source.RowRecords;
import unroll.task.ModelInput;

/**
 * A row to score, checked like rows with targets.
 *
 * @param wrong why it cannot be scored; null if it can
 * @param input null if it cannot be scored
 * @param cut whether the row has more steps than the input
 */
record ScorableRow(Row row, Rejected wrong, ModelInput input, boolean cut) {
    /** Columns that a row has beside its own. */
    static final int ADDED = 3;

    /**
     * Checks a row.
     *
     * @param row its columns, followed by the sequence, the record that could not be parsed, and
     *     the row's name
     * @param words returns the ids of words
     */
    static ScorableRow read(
            Row row, RecordReader reader, Codec codec, Function<List<String>, Example> words) {
        return read(row, record(row), reader, codec, words);
    }

    /**
     * Checks a record.
     *
     * @param row it is written to with its prediction; null if it is not
     * @param words returns the ids of words
     */
    static ScorableRow read(
            Row row,
            RawRecord record,
            RecordReader reader,
            Codec codec,
            Function<List<String>, Example> words) {
        var wrong = Encoding.read(record, reader, codec);
        if (wrong != null) {
            return new ScorableRow(row, wrong, null, false);
        }
        var example = Encoding.example(reader, codec, words);
        boolean cut = Encoding.cuts(reader, example, codec);
        return new ScorableRow(row, null, ModelInput.of(reader, example), cut);
    }

    /** Returns why a row cannot be scored; null if it can. */
    static Rejected wrong(Row row, RecordReader reader, Codec codec) {
        return Encoding.read(record(row), reader, codec);
    }

    private static RawRecord record(Row row) {
        int columns = row.length() - ADDED;
        var sequence = RowRecords.plain(row.get(columns));
        return new RawRecord(
                sequence, null, row.getString(columns + 1), row.getString(columns + 2));
    }
}
