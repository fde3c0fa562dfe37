package unroll.task.keyterms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.task.ClassWeighting;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;
import unroll.text.term.TermLabels;

/**
 * The terms of a text: recurrent layers and a softmax at each word, whether a term begins there,
 * goes on, or neither; the terms are ranked by {@link TermRanking}.
 *
 * @param vocabulary number of word ids
 * @param labels of words, in the order of the outputs
 * @param weights of the labels in the loss
 */
record KeyTerms(Configuration conf, int vocabulary, List<String> labels, List<Double> weights)
        implements SequenceTask {
    KeyTerms {
        labels = List.copyOf(labels);
        weights = List.copyOf(weights);
    }

    /** The second target is {@link unroll.text.term.TermKeys}. */
    @Override
    public Schema schema() {
        return new Schema(Field.words(), Field.labels(Field.Length.AS_SOURCE))
                .withSecond(Field.labels(Field.Length.OWN));
    }

    @Override
    public Network network() {
        return NetworkBuilder.overWords(conf.model(), vocabulary)
                .encoded(labels.size())
                .labelHead(ClassWeighting.floats(weights), conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new KeyTermsEvaluator(this);
    }

    /** Returns the probability that a term begins at a step. */
    double begin(float[] scores, int step) {
        return probability(TermLabels.BEGIN, scores, step);
    }

    /** Returns the probability that a term that began before a step goes on there. */
    double inside(float[] scores, int step) {
        return probability(TermLabels.INSIDE, scores, step);
    }

    /** A label that the training set does not have is never given. */
    private double probability(String label, float[] scores, int step) {
        int k = labels.indexOf(label);
        return k < 0 ? 0 : scores[step * labels.size() + k];
    }

    /** Returns the probability that a term needs. */
    double threshold() {
        return conf.keyterms().threshold();
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps;
    }

    /** Terms, the most probable first, with their probabilities and first places in the text. */
    @Override
    public List<Column> columns(Codec codec) {
        return List.of(
                new Column("prediction", new ListOf(Single.TEXT)),
                new Column("probabilities", new ListOf(Single.DOUBLE)),
                new Column("offsets", new ListOf(new ListOf(Single.INT))));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        return new KeyTermsPredictor(this, model);
    }

    /** Returns a line for each term with its probability. */
    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var terms = (List<?>) prediction[0];
        var probabilities = (List<?>) prediction[1];
        var lines = new ArrayList<String>();
        for (int i = 0; i < terms.size(); i++) {
            var p = String.format(Locale.ROOT, "%.3f", (Double) probabilities.get(i));
            lines.add(p + "\t" + Printable.whole(terms.get(i).toString()));
        }
        return lines;
    }

    @Override
    public Metric metric() {
        return Metric.STEMMED_F1_AT_10;
    }
}
