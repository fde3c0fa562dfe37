package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The decoder of tasks that write words.
 *
 * @param size units of each layer
 * @param embedding width of a written word's vector
 * @param attentionSize width in which the decoder's state and what it reads are compared
 * @param inputFeeding whether a step reads the attentional vector of the step before
 * @param beam hypotheses of a text that are continued
 * @param lengthPenalty exponent of the length by which a hypothesis's log-probability is divided
 */
public record DecoderConf(
        int size,
        int layers,
        int embedding,
        Attention attention,
        int attentionSize,
        boolean inputFeeding,
        double scheduledSampling,
        int beam,
        double lengthPenalty,
        boolean copyUnknown,
        boolean attentionColumn)
        implements Serializable {
    private static final Range SIZE = Range.atLeast(1);

    private static final Field<DecoderConf, Integer> SIZE_OF_LAYER =
            Scalar.of("size", Types.integer(SIZE), DecoderConf::size, 256)
                    .means(
                            "units of each layer of the decoder; its cell is that of `model.layers`");
    private static final Field<DecoderConf, Integer> LAYERS =
            Scalar.of("layers", Types.integer(Range.closed(1, 2)), DecoderConf::layers, 1)
                    .means("recurrent layers of the decoder; the last one has the attention");
    private static final Field<DecoderConf, Integer> EMBEDDING =
            Scalar.of("embedding", Types.integer(SIZE), DecoderConf::embedding, 128)
                    .means("width of the vector of a word that is written");
    private static final Field<DecoderConf, Attention> ATTENTION =
            Scalar.of(
                            "attention",
                            Types.choice(Attention.class),
                            DecoderConf::attention,
                            Attention.ADDITIVE)
                    .means(
                            "how the decoder's state and a step of the source are compared: `additive`, by a layer of"
                                    + " tanh (Bahdanau et al. 2015); `dot`, by their product (Luong et al. 2015)");
    private static final Field<DecoderConf, Integer> ATTENTION_SIZE =
            Scalar.of("attentionSize", Types.integer(SIZE), DecoderConf::attentionSize, 128)
                    .means(
                            "width in which the attention compares the decoder's state with the source");
    public static final Field<DecoderConf, Boolean> INPUT_FEEDING =
            Scalar.of("inputFeeding", Types.flag(), DecoderConf::inputFeeding, false)
                    .means(
                            "input feeding (Luong et al. 2015): the attention uses the state after each step, and the"
                                    + " attentional vector that predicts the word is also an input of the next step;"
                                    + " the first layer then has the attention");
    public static final Field<DecoderConf, Double> SCHEDULED_SAMPLING =
            Scalar.of(
                            "scheduledSampling",
                            Types.number(Range.closed(0, 1)),
                            DecoderConf::scheduledSampling,
                            0.0)
                    .means(
                            "probability that in training a step reads the network's own most probable word in place of"
                                    + " the true word before (Bengio et al. 2015), at the cost of a second pass");
    public static final Field<DecoderConf, Integer> BEAM =
            Scalar.of("beam", Types.integer(Range.closed(1, 100)), DecoderConf::beam, 5)
                    .means(
                            "hypotheses that are continued side by side; 1 always writes the likeliest word");
    private static final Field<DecoderConf, Double> LENGTH_PENALTY =
            Scalar.of(
                            "lengthPenalty",
                            Types.number(Range.closed(0, 10)),
                            DecoderConf::lengthPenalty,
                            1.0)
                    .means(
                            "hypotheses are compared by their log-probability over ((5 + words) / 6) to this power"
                                    + " (Wu et al. 2016); 0 prefers short ones");
    private static final Field<DecoderConf, Boolean> COPY_UNKNOWN =
            Scalar.of("copyUnknown", Types.flag(), DecoderConf::copyUnknown, true)
                    .means(
                            "whether a word that would be written as unknown is replaced by the word of the source with"
                                    + " the largest weight of the attention");

    public static final Field<DecoderConf, Boolean> ATTENTION_COLUMN =
            Scalar.of("attentionColumn", Types.flag(), DecoderConf::attentionColumn, false)
                    .means(
                            "whether predictions have a column with the attention's weight of each word of the source,"
                                    + " for each word that was written");

    public static final Settings<DecoderConf> SETTINGS =
            Settings.of(
                    v ->
                            new DecoderConf(
                                    v.get(SIZE_OF_LAYER),
                                    v.get(LAYERS),
                                    v.get(EMBEDDING),
                                    v.get(ATTENTION),
                                    v.get(ATTENTION_SIZE),
                                    v.get(INPUT_FEEDING),
                                    v.get(SCHEDULED_SAMPLING),
                                    v.get(BEAM),
                                    v.get(LENGTH_PENALTY),
                                    v.get(COPY_UNKNOWN),
                                    v.get(ATTENTION_COLUMN)));

    public static final DecoderConf STANDARD = SETTINGS.standard();

    /** How a state and what it reads are compared. */
    public enum Attention {
        ADDITIVE,
        DOT
    }

    /** Returns a decoder of one layer whose other settings have their defaults. */
    public static DecoderConf ofSize(int size, int embedding, int attentionSize) {
        return STANDARD.with(SIZE_OF_LAYER, size)
                .with(EMBEDDING, embedding)
                .with(ATTENTION_SIZE, attentionSize);
    }

    /** Returns the same with the defaults of what concerns layers of its own and an attention. */
    public DecoderConf ofVector() {
        return STANDARD.with(EMBEDDING, embedding)
                .with(SCHEDULED_SAMPLING, scheduledSampling)
                .with(BEAM, beam)
                .with(LENGTH_PENALTY, lengthPenalty);
    }

    /** Returns the same with the defaults of all but the layers, and of words their vectors. */
    public DecoderConf ofRepetition(boolean words) {
        var layers = STANDARD.with(SIZE_OF_LAYER, size).with(LAYERS, this.layers);
        return words ? layers.with(EMBEDDING, embedding) : layers;
    }

    /** Returns the same with another value of a field. */
    public <V> DecoderConf with(Field<DecoderConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }
}
