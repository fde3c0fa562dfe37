package unroll.task.decoding;

import java.io.Serializable;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.task.DecoderConf;
import unroll.encode.Codec;
import unroll.text.BytePairMerges;
import unroll.text.Vocabulary;

/**
 * The words of targets by their ids.
 *
 * @param vocabulary of words, or of pieces of words
 * @param merges that cut words into pieces
 */
public record TargetWords(Vocabulary vocabulary, BytePairMerges merges) implements Serializable {
    /** The words of no target. */
    private static final TargetWords NONE =
            new TargetWords(Vocabulary.written(List.of()), BytePairMerges.NONE);

    private static final String UNKNOWN = "<unk>";

    static TargetWords of(Codec codec) {
        return new TargetWords(codec.written(), codec.writtenMerges());
    }

    /**
     * Returns the words that validation in training needs, which travel to every worker: none
     * unless early stopping watches texts.
     */
    public static TargetWords watched(Configuration conf, Codec codec) {
        boolean texts = conf.training().earlyStopping().metric() != EarlyStopping.Metric.LOSS;
        return texts ? of(codec) : NONE;
    }

    /** Returns the words of a target; none that a model can write for an unknown one. */
    List<String> of(int[] ids) {
        return merges.join(vocabulary.words(ids));
    }

    /**
     * Returns the words of a text that was written.
     *
     * @param source words or pieces that unknown ones are copied from, if the decoder does so;
     *     empty if those of the source are not kept
     */
    List<String> of(Hypothesis text, List<String> source, DecoderConf conf) {
        return merges.join(text.steps().stream().map(step -> word(step, source, conf)).toList());
    }

    private String word(Hypothesis step, List<String> source, DecoderConf conf) {
        if (step.word() != Vocabulary.UNKNOWN) {
            return vocabulary.words().get(step.word() - 1);
        }
        boolean copied = conf.copyUnknown() && step.source() >= 0 && step.source() < source.size();
        return copied ? source.get(step.source()) : UNKNOWN;
    }
}
