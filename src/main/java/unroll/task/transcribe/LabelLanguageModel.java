package unroll.task.transcribe;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import unroll.conf.ConfigurationException;
import unroll.message.Printable;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;
import unroll.text.Words;

/**
 * A language model whose words are labels, as it is sent to executors with the task. Equal ones
 * have the same parameters, since equal tasks share memory.
 */
final class LabelLanguageModel implements Serializable {
    private static final int SHOWN = 5; // labels or words in a message

    final TrainedModel model;
    final int[] ids; // [labels], each label's word

    private LabelLanguageModel(TrainedModel model, int[] ids) {
        this.model = model;
        this.ids = ids;
    }

    /**
     * Finds labels among the words of a model. A label is spelled as the word that the model's own
     * settings of texts make of it; one that is no word of the model counts as unknown.
     *
     * @param model of task {@code language}
     * @throws ConfigurationException if no label is a word of the model
     */
    static LabelLanguageModel of(TrainedModel model, List<String> labels) {
        var vocabulary = model.codec().vocabulary();
        var words = new Words(model.conf().text().whole());
        var ids =
                labels.stream()
                        .mapToInt(label -> vocabulary.id(word(words.of(label), label)))
                        .toArray();
        var found = new LabelLanguageModel(model, ids);
        if (found.known() == 0) {
            throw new ConfigurationException(
                    "transcribe.languageModel.path: expected a language model whose words are labels, such as %s, got one of other words, such as %s: train it on texts of labels with spaces between, one sequence a line"
                            .formatted(
                                    shown(labels),
                                    shown(
                                            vocabulary.words().stream()
                                                    .filter(word -> !word.equals(Vocabulary.END))
                                                    .toList())));
        }
        return found;
    }

    private static String word(List<String> words, String label) {
        return words.size() == 1 ? words.get(0) : label;
    }

    private static String shown(List<String> some) {
        return String.join(", ", some.stream().limit(SHOWN).map(Printable::brief).toList());
    }

    private long known() {
        int first = model.codec().vocabulary().unknownBuckets();
        return Arrays.stream(ids).filter(id -> id >= first).count();
    }

    /** Describes how many labels the model knows. */
    String describe() {
        return known() == ids.length
                ? "all known to the language model"
                : known() + " of them known to the language model";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelLanguageModel that
                && model.task().equals(that.model.task())
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(model.theta(), that.model.theta());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }
}
