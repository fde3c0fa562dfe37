package unroll.task;

import java.util.List;
import unroll.data.Example;
import unroll.encode.row.RecordReader;
import unroll.encode.row.SeriesFrame;

/**
 * A model's input: an example with the text that it was made from, for predictions that name its
 * words.
 *
 * @param example without a target
 * @param words that the model reads; empty if it reads vectors
 * @param text from which the words were taken; null if there is none
 * @param frame where in a series the example is; null if it is no window of one
 */
public record ModelInput(Example example, List<String> words, String text, SeriesFrame frame) {
    /** An input of no series. */
    public ModelInput(Example example, List<String> words, String text) {
        this(example, words, text, null);
    }

    /**
     * Returns the input of a good row.
     *
     * @param reader holds the row
     */
    public static ModelInput of(RecordReader reader, Example example) {
        return new ModelInput(example, reader.words(), reader.text(), reader.frame());
    }

    /** Returns whether its prediction only tells how large the errors of a series are. */
    public boolean history() {
        return frame != null && frame.history();
    }

    /** Returns an input without words. */
    public static ModelInput of(Example example) {
        return new ModelInput(example, List.of(), null);
    }
}
