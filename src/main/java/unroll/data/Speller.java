package unroll.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.nn.batch.Spelling;
import unroll.text.LetterGrams;
import unroll.text.Vocabulary;

/**
 * Numbers the words of texts that stay together: those of a shard, or those scored in one call. If
 * the model reads letters, words outside the vocabulary are numbered from its size on, in order of
 * occurrence, and {@link #spelling} gives the letters of all words; otherwise they are the
 * vocabulary's unknown buckets. Not thread-safe.
 */
public final class Speller {
    private static final int[] NONE = {};

    private final Vocabulary vocabulary;
    private final LetterGrams grams; // null if the model does not read letters
    private final int[][] known; // [ids of the vocabulary], made when first needed
    private final BitSet used = new BitSet(); // ids of the vocabulary
    private final Map<String, Integer> unseen = new HashMap<>();
    private final List<int[]> unseenGrams = new ArrayList<>();
    private final List<Integer> standIns = new ArrayList<>();

    public Speller(Vocabulary vocabulary, ModelConf model) {
        this.vocabulary = vocabulary;
        grams = letters(model).map(Speller::grams).orElse(null);
        known = new int[grams == null ? 0 : vocabulary.size()][];
    }

    /** Returns the input that reads letters, if there is one. */
    private static Optional<InputConf.Letters> letters(ModelConf model) {
        return model.inputs().stream()
                .filter(InputConf.Letters.class::isInstance)
                .map(InputConf.Letters.class::cast)
                .findFirst();
    }

    private static LetterGrams grams(InputConf.Letters letters) {
        return new LetterGrams(letters.shortest(), letters.longest(), letters.buckets());
    }

    /** Returns whether the model needs a word's letters besides its id of the vocabulary. */
    public static boolean needsLetters(String word, Vocabulary vocabulary, ModelConf model) {
        return vocabulary.id(word) < vocabulary.unknownBuckets() && letters(model).isPresent();
    }

    /** Returns the id of a word among these texts. */
    public int id(String word) {
        int id = vocabulary.id(word);
        if (grams == null || id >= vocabulary.unknownBuckets()) {
            return id(id);
        }
        var number = unseen.get(word);
        if (number == null) {
            number = vocabulary.size() + unseen.size();
            unseen.put(word, number);
            unseenGrams.add(grams.of(word));
            standIns.add(id);
        }
        return number;
    }

    /** Notes that a word of the vocabulary occurs. */
    public int id(int ofVocabulary) {
        if (grams != null) {
            used.set(ofVocabulary);
            int word = ofVocabulary - vocabulary.unknownBuckets();
            if (known[ofVocabulary] == null) {
                known[ofVocabulary] = word < 0 ? NONE : grams.of(vocabulary.words().get(word));
            }
        }
        return ofVocabulary;
    }

    /** Returns the spelling of the words so far. */
    public Spelling spelling() {
        if (grams == null) {
            return Spelling.NONE;
        }
        int words = vocabulary.size() + unseen.size();
        var starts = new int[words + 1];
        for (int id = 0; id < words; id++) {
            starts[id + 1] = Math.addExact(starts[id], gramsOf(id).length);
        }
        var buckets = new int[starts[words]];
        for (int id = 0; id < words; id++) {
            System.arraycopy(gramsOf(id), 0, buckets, starts[id], starts[id + 1] - starts[id]);
        }
        var ids = standIns.stream().mapToInt(Integer::intValue).toArray();
        return new Spelling(vocabulary.size(), ids, starts, buckets);
    }

    private int[] gramsOf(int id) {
        if (id >= vocabulary.size()) {
            return unseenGrams.get(id - vocabulary.size());
        }
        return used.get(id) ? known[id] : NONE;
    }

    /** Starts over with other texts: ids of unseen words become invalid. */
    public void clear() {
        used.clear();
        unseen.clear();
        unseenGrams.clear();
        standIns.clear();
    }
}
