package unroll.task.translate;

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
 * Writes a text for each sequence of words or vectors, in words of another vocabulary: an encoder,
 * and a decoder that attends to it.
 *
 * @param vocabulary number of word ids of the source; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param words number of word ids of the target
 * @param watched words of the target, if early stopping watches texts
 */
record Translate(Configuration conf, int vocabulary, int width, int words, TargetWords watched)
        implements WritingTask {
    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.words());
    }

    @Override
    public SequenceNetwork writer() {
        var encoder = NetworkBuilder.over(conf, vocabulary, width);
        return DecoderBuilder.attending(
                encoder.encoded(words),
                conf.decoder(),
                words,
                conf.training().labelSmoothing(),
                conf.kernels());
    }

    @Override
    public int most(int steps) {
        return (int) Math.min(conf.text().maxLength(), 2L * steps + 10);
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps + ", " + Plural.of(words, "word") + " to write";
    }
}
