package unroll.predict;

import java.util.List;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.encode.Encoding;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.message.Printable;
import unroll.task.Question;
import unroll.task.TrainedModel;

/** Answers one text, which is read, truncated and refused exactly as a row is. */
public final class TextAnswer {
    private TextAnswer() {}

    /**
     * Returns lines for a terminal.
     *
     * @param steps words by which a language model continues the text; 0 for none
     * @param seed decides what a language model draws
     * @throws DataException if the text has no words, or the model reads none
     * @throws ConfigurationException if there are steps, but no language model
     */
    public static List<String> lines(TrainedModel model, String text, int steps, long seed) {
        var codec = model.codec();
        if (!codec.words()) {
            throw new DataException(
                    "--text: expected a model that reads words, got one that reads numbers: use --data");
        }
        int least = steps > 0 ? 0 : 1; // a continuation may begin from nothing
        var reader =
                new RecordReader(
                        new RecordReader.Columns(model.conf().text(), true, RowTarget.NONE, least));
        var wrong = Encoding.read(new RawRecord(text, null, null), reader, codec);
        if (wrong != null) {
            throw refused(wrong.reason(), text);
        }
        if (steps > 0) {
            return List.of(model.task().continuation(model, reader.words(), steps, seed));
        }
        var answerer = model.task().answerer(model, 0);
        var question = Question.of(reader, Encoding.example(reader, codec, answerer::encode));
        return model.task().lines(codec, question, answerer.answer(List.of(question)).get(0));
    }

    private static DataException refused(Reason reason, String text) {
        boolean empty = reason == Reason.NO_TEXT || reason == Reason.NO_WORDS;
        return new DataException(
                empty
                        ? "--text: expected at least one word, got \""
                                + Printable.brief(text)
                                + "\""
                        : "--text: expected a text that rows may hold, got " + reason);
    }
}
