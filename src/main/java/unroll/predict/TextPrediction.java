package unroll.predict;

import java.util.List;
import java.util.function.Consumer;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.encode.Encoding;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.message.Printable;
import unroll.task.Generation;
import unroll.task.ModelInput;
import unroll.task.TaskKind;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/**
 * Predictions for one text, which is read, truncated and refused exactly as a row is; that of a
 * language model as rows, a line each.
 */
public final class TextPrediction {
    private TextPrediction() {}

    /**
     * Returns lines for a terminal.
     *
     * @throws DataException if the text has no words, or the model reads none
     */
    public static List<String> lines(TrainedModel model, String text) {
        var reader = read(model, text, 1);
        var codec = model.codec();
        var predictor = model.task().predictor(model, 0);
        boolean document = kind(model).readsDocument();
        var example =
                Encoding.example(
                        reader,
                        codec,
                        words -> predictor.encode(document ? withoutLastEnd(words) : words));
        var input = ModelInput.of(reader, example);
        return model.task().lines(codec, input, predictor.predict(List.of(input)).get(0));
    }

    /** Leaves the end of the last row out, which a predictor adds to the words of any row. */
    private static List<String> withoutLastEnd(List<String> words) {
        int last = words.size() - 1;
        return words.get(last).equals(Vocabulary.END) ? words.subList(0, last) : words;
    }

    /**
     * Continues a text, which may be empty.
     *
     * @param out receives pieces of text as they are drawn, safe to print
     * @throws DataException if the model reads no words
     * @throws ConfigurationException unless it is a language model
     */
    public static void continueText(
            TrainedModel model, String text, Generation generation, Consumer<String> out) {
        model.task().continueText(model, read(model, text, 0).words(), generation, out);
    }

    /**
     * @param least number of words
     */
    private static RecordReader read(TrainedModel model, String text, int least) {
        var codec = model.codec();
        if (!codec.words()) {
            throw new DataException(
                    "--text: expected a model that reads words, got one that reads numbers: use --data");
        }
        var kind = kind(model);
        var columns =
                new RecordReader.Columns(kind.text(model.conf()), true, RowTarget.NONE, least);
        var reader =
                kind.readsDocument() ? RecordReader.ofRows(columns) : new RecordReader(columns);
        var wrong = Encoding.read(new RawRecord(text, null, null), reader, codec);
        if (wrong != null) {
            throw refused(wrong.reason(), text);
        }
        if (kind.readsDocument() && least > 0 && onlyEnds(reader.words())) {
            throw refused(Reason.NO_WORDS, text);
        }
        return reader;
    }

    private static boolean onlyEnds(List<String> words) {
        return words.stream().allMatch(Vocabulary.END::equals);
    }

    private static TaskKind kind(TrainedModel model) {
        return Tasks.kind(model.conf().task());
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
