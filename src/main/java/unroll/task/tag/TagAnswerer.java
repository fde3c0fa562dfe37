package unroll.task.tag;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Example;
import unroll.task.Answerer;
import unroll.task.Question;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.text.WordOffsets;

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
        return scorer.scoreSteps(examples, (i, scores) -> answer(questions.get(i), scores));
    }

    private Object[] answer(Question question, float[] scores) {
        var found = TagReading.of(scores, decoder, task);
        var names = new ArrayList<String>();
        for (int tag : found.tags()) {
            names.add(tags.get(tag));
        }
        var answer = new ArrayList<Object>();
        answer.add(names);
        if (task.width() == 0) {
            answer.add(offsets.of(question.text(), question.words().size()));
        }
        if (!task.intents().isEmpty()) {
            answer.add(task.intents().get(found.intent()));
        }
        return answer.toArray();
    }
}
