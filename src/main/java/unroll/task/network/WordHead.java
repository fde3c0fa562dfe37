package unroll.task.network;

import unroll.conf.ModelConf;
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
    static Loss of(Layout.Builder layout, ModelConf model, int columns, int words) {
        var conf = model.softmax();
        if (conf instanceof SoftmaxConf.Sampled sampled && sampled.saves(words)) {
            return new SampledSoftmax(layout, "head", columns, words, sampled.samples());
        }
        if (conf instanceof SoftmaxConf.Adaptive adaptive && !adaptive.below(words).isEmpty()) {
            return new AdaptiveSoftmax(
                    layout, "head", columns, words, adaptive.below(words), adaptive.factor());
        }
        return conf.tied()
                ? WordSoftmax.tied(layout, "head", layout.slice(model.table(0)))
                : new WordSoftmax(layout, "head", columns, words);
    }
}
