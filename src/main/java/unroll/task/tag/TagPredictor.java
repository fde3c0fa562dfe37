package unroll.task.tag;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Example;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.text.WordOffsets;

/** Predicts the tag of each word, with the offsets of the words in their text. */
final class TagPredictor implements Predictor {
    private final Tag task;
    private final List<String> tags;
    private final Scorer scorer;
    private final TagDecoder decoder;
    private final WordOffsets offsets;

    TagPredictor(Tag task, TrainedModel model) {
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
    public List<Object[]> predict(List<ModelInput> inputs) {
        var examples = inputs.stream().map(ModelInput::example).toList();
        return scorer.scoreSteps(examples, (i, scores) -> predict(inputs.get(i), scores));
    }

    private Object[] predict(ModelInput input, float[] scores) {
        var found = TagReading.of(scores, decoder, task);
        var names = new ArrayList<String>();
        for (int tag : found.tags()) {
            names.add(tags.get(tag));
        }
        var prediction = new ArrayList<Object>();
        prediction.add(names);
        if (task.width() == 0) {
            prediction.add(offsets.of(input.text(), input.words().size()));
        }
        if (!task.intents().isEmpty()) {
            prediction.add(task.intents().get(found.intent()));
        }
        return prediction.toArray();
    }
}
