package unroll.task.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.data.Example;
import unroll.measure.Evaluation;
import unroll.measure.Metric;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.Task.LabelledInput;
import unroll.text.Vocabulary;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;

/** The texts that validation between rounds writes, with a small translator. */
final class TextValidationTest {
    private static SmallTranslator translator(int never, String... settings) {
        var small = new SmallTranslator(settings);
        var bias = small.task.network().layout().slice("head.b");
        small.theta[bias.offset() + never] = -1000;
        return small;
    }

    /** Sentences with what the model writes, half of them with another word at the end. */
    private static List<LabelledInput> rows(SmallTranslator small) {
        var inputs = small.sentences().stream().map(ModelInput::of).toList();
        var written = small.task.predictor(small.model(), 0).predict(inputs);
        var rows = new ArrayList<LabelledInput>();
        for (int i = 0; i < inputs.size(); i++) {
            var words = new ArrayList<>(List.of(written.get(i)[0].toString().split(" ")));
            if (i % 2 == 1) {
                var last = words.remove(words.size() - 1);
                words.add(last.equals("uno") ? "due" : "uno");
            }
            words.add(Vocabulary.END);
            var example = inputs.get(i).example();
            var labels = small.model().codec().classes(words);
            rows.add(new LabelledInput(ModelInput.of(example.withLabels(labels)), words));
        }
        return rows;
    }

    private static Evaluation validated(SmallTranslator small, List<Example> examples) {
        var shards =
                List.of(small.shard(examples.subList(0, 2)), small.shard(examples.subList(2, 5)));
        var spec = new WorkerSpec(small.conf, small.task);
        try (var rounds = new LocalRounds(spec, List.of(), shards, 2)) {
            return rounds.evaluate(small.theta);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bleu", "chrf", "accuracy"})
    void figuresAreThoseOfAnEvaluationWithABeamOfOne(String metric) {
        var greedy = translator(Vocabulary.UNKNOWN, "decoder.beam=1");
        var rows = rows(greedy);
        var sums = greedy.task.evaluator();
        greedy.task.measure(new Scorer(greedy.model()), rows, 0, sums);
        var small =
                translator(
                        Vocabulary.UNKNOWN,
                        "training.earlyStopping.metric=" + metric,
                        "decoder.beam=5",
                        "decoder.attentionColumn=true");
        var found = validated(small, rows.stream().map(LabelledInput::example).toList());
        double figure = sums.measures(List.of()).figure(small.task.metric());
        assertEquals(figure, small.task.score(found));
        assertEquals(sums.evaluation().loss(), found.loss());
        assertTrue(figure > 0.1 && figure != 1 && figure < 100, "a figure that tells: " + figure);
    }

    /** The words of references are not kept, so an unknown one is no other unknown word. */
    @Test
    void anUnknownWordIsWrong() {
        var small = new SmallTranslator("training.earlyStopping.metric=accuracy");
        var bias = small.task.network().layout().slice("head.b");
        small.theta[bias.offset() + Vocabulary.UNKNOWN] = 1000;
        var examples =
                small.sentences().stream()
                        .map(one -> one.withLabels(new int[small.task.most(one.ids().length)]))
                        .toList();
        var found = validated(small, examples);
        assertEquals(0, small.task.score(found));
        assertEquals(0, found.score(Metric.BLEU));
        assertEquals(0, found.loss());
    }

    @Test
    void nothingIsWrittenForTheLoss() {
        var small = new SmallTranslator();
        var shard = small.shard(small.sentences());
        var sums = small.task.evaluator();
        small.task.validate(small.theta, shard, sums);
        assertEquals(0, sums.measures(List.of()).counts().get("examples"));
        assertEquals(Metric.PERPLEXITY, small.task.metric());
        assertEquals(2, small.task.watched().vocabulary().size());
    }

    /** Equal tasks share the memory of an executor. */
    @Test
    void aTaskThatWasSentIsTheSame() throws Exception {
        var task = new SmallTranslator("training.earlyStopping.metric=bleu").task;
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(task, in.readObject());
        }
    }
}
