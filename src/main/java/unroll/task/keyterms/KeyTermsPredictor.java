package unroll.task.keyterms;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Example;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.keyterms.TermRanking.Term;
import unroll.text.WordOffsets;
import unroll.text.term.TermKeys;

/** Predicts the terms that are ranked first. */
final class KeyTermsPredictor implements Predictor {
    private final int most;
    private final Scorer scorer;
    private final TermRanking ranking;
    private final WordOffsets offsets;

    KeyTermsPredictor(KeyTerms task, TrainedModel model) {
        most = task.conf().keyterms().most();
        scorer = new Scorer(model);
        ranking = new TermRanking(task);
        offsets = new WordOffsets(task.conf().text());
    }

    @Override
    public Example encode(List<String> words) {
        return scorer.encode(words);
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var examples = inputs.stream().map(ModelInput::example).toList();
        return scorer.scoreSteps(examples, (i, scores) -> predict(inputs.get(i), scores));
    }

    private Object[] predict(ModelInput input, float[] scores) {
        var words = input.words();
        var ranked = ranking.of(scores, TermKeys.ofWords(words));
        var first = ranked.subList(0, Math.min(most, ranked.size()));
        return new Object[] {
            first.stream()
                    .map(
                            term ->
                                    String.join(
                                            " ",
                                            words.subList(
                                                    term.start(), term.start() + term.words())))
                    .toList(),
            first.stream().map(Term::score).toList(),
            places(first, offsets.of(input.text(), words.size()))
        };
    }

    /**
     * @param ofWords null if it is not known
     */
    private static List<List<Integer>> places(List<Term> terms, List<List<Integer>> ofWords) {
        if (ofWords == null) {
            return null;
        }
        var places = new ArrayList<List<Integer>>();
        for (var term : terms) {
            var last = ofWords.get(term.start() + term.words() - 1);
            places.add(List.of(ofWords.get(term.start()).get(0), last.get(1)));
        }
        return places;
    }
}
