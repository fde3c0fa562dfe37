package unroll.task.transcribe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.math.Softmax;
import unroll.measure.Argmax;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.loss.Ctc;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;

/**
 * Predicts a sequence of labels for each sequence of words or vectors, which is longer and not
 * aligned with it: recurrent layers, and at every step a label or the blank, trained by {@link
 * Ctc}.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param labels number of different labels; the blank is the class after them
 * @param separator label between two words; {@link #NO_LABEL} if labels spell no words
 * @param language model that labels are also chosen by; null without one
 */
public record Transcribe(
        Configuration conf,
        int vocabulary,
        int width,
        int labels,
        int separator,
        LabelLanguageModel language)
        implements SequenceTask {
    /** No label. */
    static final int NO_LABEL = -1;

    /** Creates a task whose labels spell no words, without a language model. */
    public Transcribe(Configuration conf, int vocabulary, int width, int labels) {
        this(conf, vocabulary, width, labels, NO_LABEL, null);
    }

    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.labels(Field.Length.OWN));
    }

    @Override
    public Network network() {
        var builder = NetworkBuilder.over(conf, vocabulary, width);
        return builder.encoded(labels + 1).head(new Ctc(labels), conf.kernels());
    }

    @Override
    public Transcribe withLanguageModel(TrainedModel model, Codec codec) {
        var known = LabelLanguageModel.of(model, codec.labels());
        return new Transcribe(conf, vocabulary, width, labels, separator, known);
    }

    @Override
    public Evaluator evaluator() {
        return new TranscribeEvaluator(this);
    }

    @Override
    public String describe(Codec codec, String steps) {
        var found = steps + ", " + Plural.of(codec.labels().size(), "label");
        return language == null ? found : found + ", " + language.describe();
    }

    /**
     * The labels, from when until when each is emitted (in seconds of a sound, else in steps of the
     * sequence), and the log-probability of the alignments that they were found by.
     */
    @Override
    public List<Column> columns(Codec codec) {
        return List.of(
                new Column("prediction", new ListOf(Single.TEXT)),
                new Column("times", new ListOf(new ListOf(Single.DOUBLE))),
                new Column("score", Single.DOUBLE));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        var scorer = new Scorer(model);
        var codec = model.codec();
        var search = search();
        return Predictor.of(
                scorer,
                examples ->
                        scorer.scoreTogether(
                                examples, scores -> predictions(search, scores, codec)));
    }

    private List<Object[]> predictions(LabelSearch search, List<float[]> scores, Codec codec) {
        var found = search.find(scores);
        return IntStream.range(0, found.size())
                .mapToObj(
                        i -> {
                            var labels = found.get(i).labels();
                            return new Object[] {
                                codec.labels(labels),
                                times(scores.get(i), labels),
                                found.get(i).logProbability()
                            };
                        })
                .toList();
    }

    private List<List<Double>> times(float[] scores, int[] found) {
        double step = 1;
        for (var layer : conf.model().layers()) {
            step *= layer.stride();
        }
        var train = conf.data().train();
        double unit = train.sounds() ? step * train.audio().step() / 1000 : step;
        return Arrays.stream(LabelSteps.of(scores, found, labels))
                .map(place -> List.of(place[0] * unit, place[1] * unit))
                .toList();
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var labels = (List<?>) prediction[0];
        return List.of(
                Printable.whole(
                        labels.stream().map(Object::toString).collect(Collectors.joining(" "))));
    }

    @Override
    public Metric metric() {
        return Metric.LABEL_ERROR_RATE;
    }

    /** Opens the search for labels that the configuration asks for. */
    LabelSearch search() {
        var asked = conf.transcribe();
        if (asked.beam() == 1) {
            return all -> all.stream().map(this::mostProbableAlignment).toList();
        }
        if (!asked.languageModel().on()) {
            return new PrefixSearch(labels, asked.beam(), new EqualLabels(labels));
        }
        if (language == null) {
            throw new IllegalStateException(
                    "the language model of transcribe.languageModel.path has not been opened");
        }
        return new PrefixSearch(
                labels, asked.beam(), new LanguageModelReader(language, asked.languageModel()));
    }

    private LabelSearch.Found mostProbableAlignment(float[] scores) {
        int columns = labels + 1;
        double sum = 0;
        for (int at = 0; at < scores.length; at += columns) {
            int best = Argmax.of(scores, at, columns);
            sum += scores[at + best] - Softmax.logSumExp(scores, at, columns);
        }
        return new LabelSearch.Found(bestPath(scores, labels), sum);
    }

    /**
     * Returns the labels of the most probable alignment: at each step the most probable class,
     * repetitions once, without blanks.
     *
     * @param scores of a sequence, [steps, labels + 1], the blank last
     * @param labels number of different labels
     */
    public static int[] bestPath(float[] scores, int labels) {
        int columns = labels + 1;
        var found = new int[scores.length / columns];
        int count = 0;
        int before = labels;
        for (int at = 0; at < scores.length; at += columns) {
            int best = Argmax.of(scores, at, columns);
            if (best != before && best != labels) {
                found[count++] = best;
            }
            before = best;
        }
        return Arrays.copyOf(found, count);
    }
}
