package unroll.nn.batch;

import java.io.Serializable;

/**
 * The spelling of the words of some texts: for each word the buckets of its letter n-grams. Ids
 * below {@link #knownWords} are the vocabulary's, the same everywhere; those from there on are
 * words that it does not have, numbered for these texts alone. A plain class of arrays, since Spark
 * sends and caches it.
 */
public final class Spelling implements Serializable {
    /** The spelling of texts whose words have no letter n-grams. */
    public static final Spelling NONE =
            new Spelling(Integer.MAX_VALUE, new int[0], new int[1], new int[0]);

    private final int knownWords;
    private final int[] standIns; // [unseen words], known ids
    private final int[] starts; // [words + 1], places in buckets
    private final int[] buckets; // of all words, one word after the other

    /**
     * @param knownWords ids of the vocabulary, those of its unknown buckets included
     * @param standIns for each further word the known id that stands for it in tables of whole
     *     words
     * @param starts by id, and one more: where the buckets of a word begin
     * @param buckets of n-grams
     */
    public Spelling(int knownWords, int[] standIns, int[] starts, int[] buckets) {
        this.knownWords = knownWords;
        this.standIns = standIns;
        this.starts = starts;
        this.buckets = buckets;
    }

    public int knownWords() {
        return knownWords;
    }

    /** Returns the number of words that the vocabulary does not have. */
    public int unseenWords() {
        return standIns.length;
    }

    /** Returns the id of a word in tables of whole words. */
    public int known(int word) {
        return word < knownWords ? word : standIns[word - knownWords];
    }

    /** Returns the place of a word's first n-gram. */
    public int first(int word) {
        return starts[word];
    }

    /** Returns the place after a word's last n-gram. */
    public int end(int word) {
        return starts[word + 1];
    }

    public int bucket(int place) {
        return buckets[place];
    }

    /**
     * Returns the number of letter n-grams of all words; one that occurs in several words is
     * counted in each.
     */
    public long grams() {
        return buckets.length;
    }

    /** Returns the bytes of the arrays. */
    public long bytes() {
        return 4L * (standIns.length + starts.length + buckets.length);
    }
}
