package unroll.task.caption;

import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.message.Plural;
import unroll.nn.SequenceNetwork;
import unroll.task.decoding.TargetWords;
import unroll.task.decoding.WritingTask;
import unroll.task.network.DecoderBuilder;
import unroll.task.network.NetworkBuilder;

/**
 * Writes a text for each vector (Vinyals et al. 2015, Show and tell): the vector, projected to the
 * width of a word's, gives the decoder's start state and is read at every step.
 *
 * @param width of the vector
 * @param words number of word ids of the text
 * @param watched words of the text, if early stopping watches texts
 */
record Caption(Configuration conf, int width, int words, TargetWords watched)
        implements WritingTask {
    @Override
    public Schema schema() {
        return new Schema(Field.vector(width), Field.words());
    }

    @Override
    public SequenceNetwork writer() {
        var model = conf.model();
        return DecoderBuilder.fromVector(
                NetworkBuilder.overVectors(conf, width)
                        .projected("input.projection", conf.decoder().embedding()),
                conf.decoder(),
                model.recurrentLayers(),
                words,
                conf.training().labelSmoothing(),
                conf.kernels());
    }

    @Override
    public int most(int steps) {
        return conf.text().maxLength();
    }

    @Override
    public String describe(Codec codec, String steps) {
        return "vectors of "
                + Plural.of(width, "number")
                + ", "
                + Plural.of(words, "word")
                + " to write";
    }
}
