package unroll.task.tag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.TagIds;
import unroll.nn.batch.Batch;
import unroll.task.LabelCounts;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Networks that tag, with each head. */
final class TagTest {
    private static final String PLAIN = "tag.head=softmax";
    private static final String CHAIN = "tag.head=crf";
    private static final String JOINT = "data.train.intent=intent";
    private static final String FEEDBACK =
            "model.layers=[{cell: gru, size: 3, bidirectional: true}, {cell: jordan, size: 4, teacherForcing: true}]";

    private static final List<String> TAGS = List.of("B-a", "B-b", "I-a", "O");
    private static final List<Double> EQUAL = List.of(1.0, 1.0, 1.0, 1.0);
    private static final List<Double> WEIGHTS = List.of(2.0, 0.5, 3.0, 0.25);

    private final Random random = new Random(6);

    private static Tag task(String setting) {
        return task(EQUAL, setting);
    }

    private static Tag task(List<Double> weights, String... settings) {
        var setting = settings[0];
        var overrides = new ArrayList<>(List.of(settings));
        if (setting.equals(FEEDBACK)) {
            overrides.add(PLAIN);
        }
        boolean joint = setting.equals(JOINT);
        if (joint) {
            overrides.add("model.pooling=concat");
            overrides.add("tag.intentWeight=0.5");
        }
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: tag
                                run: {dir: nowhere}
                                data: {train: {format: json, path: nowhere, label: tags}}
                                text: {tokenizer: whitespace, maxLength: 9}
                                model: {embedding: 3, layers: [{cell: lstm, size: 3, bidirectional: true}]}
                                training: {batch: 4, batchTokens: 30}
                                """,
                                "test",
                                overrides);
        var intents = joint ? List.of("fly", "stay", "walk") : List.<String>of();
        return new Tag(conf, 7, 0, TAGS, weights, intents);
    }

    private List<Example> examples() {
        var examples = new ArrayList<Example>();
        for (int steps : new int[] {4, 1, 6}) {
            examples.add(
                    Example.words(random.ints(steps, 0, 7).toArray())
                            .withLabels(random.ints(steps, 0, 3).toArray())
                            .withSecond(random.nextInt(3)));
        }
        return examples;
    }

    private static Batch batch(Tag task, List<Example> examples) {
        var blocks = new BlockBuilder(task.schema());
        examples.forEach(blocks::add);
        var shard = new Shard(0, List.of(blocks.build()));
        var capacity = task.capacity();
        var batch = task.schema().batch(capacity.sequences(), capacity.rows());
        task.inOrder(shard).fill(0, batch);
        return batch;
    }

    private float[] theta(Tag task) {
        var theta = new float[task.network().layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.5 * random.nextGaussian());
        }
        return theta;
    }

    /** Along a random direction, and along each parameter's own. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHAIN, JOINT, FEEDBACK})
    void gradientsAreTheSlopesOfTheLoss(String setting) {
        checkGradients(task(setting));
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, JOINT, FEEDBACK})
    void soAreThoseOfWeightedTags(String setting) {
        checkGradients(task(WEIGHTS, setting, PLAIN));
    }

    private void checkGradients(Tag task) {
        var theta = theta(task);
        var batch = batch(task, examples());
        var workspace = task.network().open(task.capacity());
        var gradient = new float[theta.length];
        workspace.train(theta, gradient, batch, 1);
        var kept = gradient.clone();
        for (var slice : task.network().layout().slices()) {
            double slope = 0;
            var ahead = theta.clone();
            var behind = theta.clone();
            for (int i = slice.offset(); i < slice.end(); i++) {
                float step = (float) (0.01 * random.nextGaussian());
                ahead[i] += step;
                behind[i] -= step;
                slope += (double) kept[i] * (ahead[i] - behind[i]);
            }
            double difference =
                    workspace.train(ahead, gradient, batch, 1).mean()
                            - workspace.train(behind, gradient, batch, 1).mean();
            assertEquals(difference, slope, 1e-5 + 0.01 * Math.abs(difference), slice.name());
        }
    }

    /** The loss by its definition, from the probabilities of the tags. */
    @Test
    void theLossIsTheMeanOverStepsByTheWeightsOfTheirTags() {
        var task = task(WEIGHTS, PLAIN);
        var theta = theta(task);
        var examples = examples();
        var workspace = task.network().open(task.capacity());
        var found = workspace.train(theta, new float[theta.length], batch(task, examples), 1);
        var batch = batch(task, examples);
        var scores = workspace.score(theta, batch);
        double sum = 0;
        double terms = 0;
        for (int row = 0; row < workspace.packing().rows(); row++) {
            int tag = batch.target().ids()[row];
            sum -= WEIGHTS.get(tag) * Math.log(scores[row * TAGS.size() + tag]);
            terms += WEIGHTS.get(tag);
        }
        assertEquals(terms, found.terms(), 1e-9);
        assertEquals(sum / terms, found.mean(), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, JOINT, FEEDBACK})
    void equalWeightsChangeNoBit(String setting) {
        var equal = task(EQUAL, setting, PLAIN);
        var theta = theta(equal);
        var examples = examples();
        var expected = new float[theta.length];
        double mean = train(equal, theta, expected, examples);
        var found = new float[theta.length];
        var doubled = task(List.of(2.0, 2.0, 2.0, 2.0), setting, PLAIN);
        assertEquals(mean, train(doubled, theta, found, examples));
        assertArrayEquals(expected, found);
    }

    private static double train(Tag task, float[] theta, float[] gradient, List<Example> examples) {
        var workspace = task.network().open(task.capacity());
        return workspace.train(theta, gradient, batch(task, examples), 1).mean();
    }

    /** A model is measured by what it predicts, not by how it was trained. */
    @Test
    void figuresAreUnweighted() {
        var equal = task(PLAIN);
        var theta = theta(equal);
        var examples = examples();
        var figures = new ArrayList<Object>();
        for (var task : List.of(equal, task(WEIGHTS, PLAIN))) {
            var evaluator = task.evaluator();
            var workspace = task.network().open(task.capacity());
            evaluator.add(workspace, theta, batch(task, examples));
            figures.add(evaluator.measures(List.of()).tree());
        }
        assertEquals(figures.get(0), figures.get(1));
    }

    /** Found tags are ill-formed by the scheme of the true ones, however these are divided. */
    @ParameterizedTest
    @CsvSource({
        "B-a I-a O, I-a I-a O, 1, 0, BIO",
        "I-a I-a O, I-a I-a O, 0, 0, IOB1",
        "I-a I-a O, O B-a I-a, 1, 0, IOB1",
        "B-a I-a O I-a, B-a I-a O B-b, 0, 1, BIO",
        "O O O, I-a O O, 1, 0, BIO",
    })
    void tagsAreIllFormedByTheSchemeOfTheTrueOnes(
            String wanted, String given, long found, long expected, TagScheme scheme) {
        var task = task(PLAIN);
        var one = new TagSums(task);
        one.add(ids(wanted), ids(given), 1);
        var all = new TagSums(task);
        all.add(one);
        assertEquals(scheme, all.scheme());
        assertEquals(found, all.illFormed());
        assertEquals(expected, all.illFormedTrue());
        var figures = all.measures();
        assertEquals(found, figures.counts().get("illFormedTags"));
        assertEquals(expected, figures.counts().get("illFormedTrueTags"));
        assertEquals(found + expected > 0, figures.text().contains("by the scheme " + scheme));
    }

    private static int[] ids(String sequence) {
        return new TagIds(TAGS).of(List.of(sequence.split(" ")));
    }

    @Test
    void balancedWeightsAreOfTheTrainingSetsCounts() {
        var conf = task(EQUAL, PLAIN, "training.classWeights=balanced").conf();
        var codec = Codec.ofTexts(new Vocabulary(List.of("a", "b", "c"), 4), TAGS);
        var counts = new LabelCounts(30, List.of(10L, 20L, 10L, 40L));
        var balanced = (Tag) new TagKind().task(conf, codec, counts);
        assertEquals(List.of(2.0, 1.0, 2.0, 0.5), balanced.weights());
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHAIN, JOINT})
    void theEvaluatorMeasuresTheLossThatTrainingMinimises(String setting) {
        var task = task(setting);
        var theta = theta(task);
        var batch = batch(task, examples());
        var workspace = task.network().open(task.capacity());
        double loss = workspace.train(theta, new float[theta.length], batch, 1).mean();
        var evaluator = task.evaluator();
        evaluator.add(workspace, theta, batch);
        assertEquals(loss, evaluator.evaluation().loss(), 1e-5);
        var figures = evaluator.measures(List.of());
        assertEquals(3, figures.counts().get("examples"));
        assertEquals(11, figures.counts().get("steps"));
        assertEquals(setting.equals(JOINT), figures.tree().containsKey("intentAccuracy"));
    }

    /** Tags and intent of an example do not depend on the others of its batch. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHAIN, JOINT, FEEDBACK})
    void anExampleAloneHasTheScoresThatItHasAmongOthers(String setting) {
        var task = task(setting);
        var codec = Codec.ofTexts(new Vocabulary(List.of("a", "b", "c"), 4), task.tags());
        var model = new TrainedModel(task.conf(), codec, task, theta(task));
        var examples = examples();
        var together = new Scorer(model).scoreSteps(examples);
        for (int i = 0; i < examples.size(); i++) {
            var alone = new Scorer(model).scoreSteps(List.of(examples.get(i))).get(0);
            assertArrayEquals(alone, together.get(i));
            var decoder = TagDecoder.of(task, task.network().layout(), model.theta());
            var reading = TagReading.of(alone, decoder, task);
            assertEquals(examples.get(i).ids().length, reading.tags().length);
            double sum = 0;
            for (float p : reading.intents()) {
                sum += p;
            }
            assertEquals(task.intents().isEmpty() ? 0 : 1, sum, 1e-6);
            assertTrue(reading.loss(-1) == 0, "an intent that is not known has no loss");
        }
    }
}
