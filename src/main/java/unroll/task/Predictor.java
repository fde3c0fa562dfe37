package unroll.task;

import java.util.List;
import java.util.function.Function;
import unroll.data.Example;

/**
 * Predicts with a trained model the values of the columns that its task adds to rows. Holds
 * buffers, so every thread needs its own.
 */
public interface Predictor {
    /**
     * Returns a text's words as an example. If the model reads letters, the example is valid until
     * the next prediction.
     */
    Example encode(List<String> words);

    /**
     * Predicts for inputs, whose examples have at least one step.
     *
     * @return the values of {@link Task#columns} for each input, in their order
     */
    List<Object[]> predict(List<ModelInput> inputs);

    /** Returns a predictor that encodes with a scorer, and needs the examples only. */
    static Predictor of(Scorer scorer, Function<List<Example>, List<Object[]>> predictions) {
        return ofInputs(
                scorer,
                inputs -> predictions.apply(inputs.stream().map(ModelInput::example).toList()));
    }

    /** Returns a predictor that encodes with a scorer. */
    static Predictor ofInputs(
            Scorer scorer, Function<List<ModelInput>, List<Object[]>> predictions) {
        return new Predictor() {
            @Override
            public Example encode(List<String> words) {
                return scorer.encode(words);
            }

            @Override
            public List<Object[]> predict(List<ModelInput> inputs) {
                return predictions.apply(inputs);
            }
        };
    }
}
