package unroll.text;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.apache.lucene.util.StringHelper;

/**
 * Words and their ids: first the buckets that all unknown words are hashed to, then the known words
 * in the order given. The hash (MurmurHash3, 32 bit, seed 0, of the word's UTF-8) is part of every
 * model's format.
 */
public final class Vocabulary implements Serializable {
    /** The first unknown bucket, which word dropout puts in a word's place. */
    public static final int UNKNOWN = 0;

    /** The word that ends each row of a document. */
    public static final String END = "<eos>";

    /** The id of the mark that begins and ends a sequence, in a vocabulary of {@link #written}. */
    public static final int MARK = 1;

    private final ArrayList<String> words;
    private final int unknownBuckets;
    private final HashMap<String, Integer> ids;

    /**
     * @param words the known words, each once
     * @param unknownBuckets ids of unknown words, at least 1
     */
    public Vocabulary(List<String> words, int unknownBuckets) {
        if (unknownBuckets < 1) {
            throw new IllegalArgumentException(
                    "a vocabulary needs at least 1 bucket for unknown words, got "
                            + unknownBuckets);
        }
        this.words = new ArrayList<>(words);
        this.unknownBuckets = unknownBuckets;
        ids = new HashMap<>(2 * words.size());
        for (String word : this.words) {
            if (ids.put(word, unknownBuckets + ids.size()) != null) {
                throw new IllegalArgumentException(
                        "words of a vocabulary must differ, got '" + word + "' twice");
            }
        }
    }

    /**
     * Returns the vocabulary of sequences that a network writes: one id for all unknown words,
     * {@link #MARK}, then the known words.
     *
     * @param words without {@link #END}, each once
     */
    public static Vocabulary written(List<String> words) {
        var all = new ArrayList<String>();
        all.add(END);
        all.addAll(words);
        return new Vocabulary(all, 1);
    }

    /** Returns the id of a word, known or not, in [0, size). */
    public int id(String word) {
        Integer id = ids.get(word);
        return id == null ? bucket(word) : id;
    }

    private int bucket(String word) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        return Math.floorMod(
                StringHelper.murmurhash3_x86_32(utf8, 0, utf8.length, 0), unknownBuckets);
    }

    /** Returns the number of ids: unknown buckets and known words. */
    public int size() {
        return unknownBuckets + words.size();
    }

    public int unknownBuckets() {
        return unknownBuckets;
    }

    /** Returns the words of some ids; empty texts for those of unknown words. */
    public List<String> words(int[] ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> id < unknownBuckets ? "" : words.get(id - unknownBuckets))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary vocabulary
                && unknownBuckets == vocabulary.unknownBuckets
                && words.equals(vocabulary.words);
    }

    @Override
    public int hashCode() {
        return 31 * words.hashCode() + unknownBuckets;
    }

    /** Returns the known words; the i-th has the id {@code unknownBuckets() + i}. */
    public List<String> words() {
        return Collections.unmodifiableList(words);
    }
}
