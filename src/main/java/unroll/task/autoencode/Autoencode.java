package unroll.task.autoencode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.nn.Network;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.DecoderBuilder;
import unroll.task.network.NetworkBuilder;

/**
 * Repeats each sequence from one vector (Dai and Le 2015; Srivastava et al. 2015): an encoder
 * leaves the vector, and a decoder starts from it and reads it at each step. A decoder of words
 * also reads the word before, one of vectors reads nothing else.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 */
record Autoencode(Configuration conf, int vocabulary, int width) implements SequenceTask {
    private static final String VECTOR = "vector";

    @Override
    public Schema schema() {
        return Schema.same(Field.steps(width));
    }

    @Override
    public Network network() {
        var decoder = conf.decoder();
        var layers = DecoderBuilder.layers(conf.model(), decoder);
        return width == 0
                ? DecoderBuilder.fromVector(
                        encoded(), decoder, layers, vocabulary, 0, conf.kernels())
                : DecoderBuilder.ofVectors(encoded(), layers, width, conf.kernels());
    }

    /** Returns the part of the network that leaves the vector. */
    Network encoder() {
        return encoded().rows(conf.kernels());
    }

    private NetworkBuilder encoded() {
        int size = conf.autoencode().size();
        var steps = NetworkBuilder.over(conf, vocabulary, width);
        return steps.encoded(size).pooled(0).projected("encoder.vector", size);
    }

    @Override
    public Evaluator evaluator() {
        return width == 0 ? new RepeatedWords(vocabulary) : new RepeatedVectors(width);
    }

    @Override
    public String describe(Codec codec, String steps) {
        return String.format(
                Locale.ROOT,
                "%s, to repeat from %s",
                steps,
                Plural.of(conf.autoencode().size(), "number"));
    }

    /** The vector, and how far what is repeated from it is from the sequence. */
    @Override
    public List<Column> columns(Codec codec) {
        return List.of(
                new Column(VECTOR, new ListOf(Single.FLOAT)), new Column("error", Single.DOUBLE));
    }

    @Override
    public Optional<String> vectorColumn() {
        return Optional.of(VECTOR);
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        return new AutoencodePredictor(this, model);
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var numbers =
                ((List<?>) prediction[0])
                        .stream()
                                .map(number -> String.format(Locale.ROOT, "%.4g", (Float) number))
                                .collect(Collectors.joining(" "));
        double error = (Double) prediction[1];
        return List.of("vector " + numbers, String.format(Locale.ROOT, "error %.4f", error));
    }

    @Override
    public Metric metric() {
        if (width > 0) {
            return Metric.NRMSE;
        }
        boolean hits = conf.training().earlyStopping().metric() == EarlyStopping.Metric.ACCURACY;
        return hits ? Metric.ACCURACY : Metric.PERPLEXITY;
    }
}
