package unroll.encode.survey;

import java.util.Locale;
import unroll.conf.Configuration;
import unroll.conf.setting.Value;
import unroll.message.Plural;

/**
 * How many of a source's sequences are longer than a model reads.
 *
 * @param rows number of all sequences
 */
public record CutRows(long cut, long rows) {
    /**
     * Describes the rows.
     *
     * @param conf of the model
     */
    public String text(Configuration conf) {
        var text = conf.text();
        boolean words = conf.data().train().words();
        int most = words ? text.maxLength() : conf.data().maxSteps();
        var step = words ? (text.merges() > 0 ? "piece" : "word") : "step";
        return String.format(
                Locale.ROOT,
                "%,d of %s longer than %s (%s) and cut at the %s",
                cut,
                Plural.of(rows, words ? "text" : "sequence") + (cut == 1 ? " is" : " are"),
                words ? "text.maxLength" : "data.maxSteps",
                Plural.of(most, step),
                Value.word(text.cut()));
    }
}
