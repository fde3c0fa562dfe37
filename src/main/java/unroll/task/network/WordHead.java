package unroll.task.network;

import unroll.conf.SoftmaxConf;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.loss.vocabulary.AdaptiveSoftmax;
import unroll.nn.loss.vocabulary.SampledSoftmax;
import unroll.nn.loss.vocabulary.WordSoftmax;

/** The softmax over all words of a vocabulary, with its linear map, as it is configured. */
final class WordHead {
    private WordHead() {}

    /**
     * @param columns of the rows that it reads
     * @param words number of word ids
     */
    static Loss of(Layout.Builder layout, SoftmaxConf conf, int columns, int words) {
        if (conf instanceof SoftmaxConf.Sampled sampled && sampled.saves(words)) {
            return new SampledSoftmax(layout, "head", columns, words, sampled.samples());
        }
        if (conf instanceof SoftmaxConf.Adaptive adaptive && !adaptive.below(words).isEmpty()) {
            return new AdaptiveSoftmax(
                    layout, "head", columns, words, adaptive.below(words), adaptive.factor());
        }
        return new WordSoftmax(layout, "head", columns, words);
    }
}
