package unroll.task;

import java.util.List;
import unroll.data.Example;
import unroll.encode.row.RecordReader;
import unroll.encode.row.SeriesFrame;

/**
 * A model's input: an example with the text that it was made from, for answers that name its words.
 *
 * @param example without a target
 * @param words that the model reads; empty if it reads vectors
 * @param text from which the words were taken; null if there is none
 * @param frame where in a series the example is; null if it is no window of one
 */
public record Question(Example example, List<String> words, String text, SeriesFrame frame) {
    /** A question of no series. */
    public Question(Example example, List<String> words, String text) {
        this(example, words, text, null);
    }

    /**
     * Returns the question of a good row.
     *
     * @param reader holds the row
     */
    public static Question of(RecordReader reader, Example example) {
        return new Question(example, reader.words(), reader.text(), reader.frame());
    }

    /** Returns whether its answer only tells how large the errors of a series are. */
    public boolean history() {
        return frame != null && frame.history();
    }

    /** Returns a question without words. */
    public static Question of(Example example) {
        return new Question(example, List.of(), null);
    }
}
