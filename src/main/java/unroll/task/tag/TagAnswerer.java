package unroll.task.tag;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Example;
import unroll.task.Answerer;
import unroll.task.Question;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/** Answers with the tags of each word, and with the words' places in their text. */
final class TagAnswerer implements Answerer {
    private final Tag task;
    private final List<String> tags;
    private final Scorer scorer;
    private final TagDecoder decoder;
    private final WordOffsets offsets;

    TagAnswerer(Tag task, TrainedModel model) {
        this.task = task;
        tags = task.tags();
        scorer = new Scorer(model);
        decoder = TagDecoder.of(task, task.network().layout(), model.theta());
        offsets = new WordOffsets(task.conf().text());
    }

    @Override
    public Example encode(List<String> words) {
        return scorer.encode(words);
    }

    @Override
    public List<Object[]> answer(List<Question> questions) {
        var examples = questions.stream().map(Question::example).toList();
        var found = scorer.scoreSteps(examples, (i, scores) -> decoder.best(scores));
        var answers = new ArrayList<Object[]>();
        for (int i = 0; i < questions.size(); i++) {
            answers.add(answer(questions.get(i), found.get(i)));
        }
        return answers;
    }

    private Object[] answer(Question question, int[] found) {
        var names = new ArrayList<String>();
        for (int tag : found) {
            names.add(tags.get(tag));
        }
        return task.width() > 0
                ? new Object[] {names}
                : new Object[] {names, offsets.of(question.text(), question.words().size())};
    }
}
