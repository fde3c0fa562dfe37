package unroll.task;

import java.util.List;
import java.util.function.Function;
import unroll.data.Example;

/**
 * Answers with a trained model, in the columns that its task adds to rows. Opened once in each
 * place that scores rows; holds buffers, so every thread needs its own.
 */
public interface Answerer {
    /**
     * Returns a text's words as an example. If the model reads letters, the example is valid until
     * examples are answered.
     */
    Example encode(List<String> words);

    /**
     * Answers questions, whose examples have at least one step.
     *
     * @return the values of {@link Task#columns} for each question, in their order
     */
    List<Object[]> answer(List<Question> questions);

    /** Returns an answerer that encodes with a scorer, and needs the examples only. */
    static Answerer of(Scorer scorer, Function<List<Example>, List<Object[]>> answers) {
        return ofQuestions(
                scorer,
                questions -> answers.apply(questions.stream().map(Question::example).toList()));
    }

    /** Returns an answerer that encodes with a scorer. */
    static Answerer ofQuestions(Scorer scorer, Function<List<Question>, List<Object[]>> answers) {
        return new Answerer() {
            @Override
            public Example encode(List<String> words) {
                return scorer.encode(words);
            }

            @Override
            public List<Object[]> answer(List<Question> questions) {
                return answers.apply(questions);
            }
        };
    }
}
