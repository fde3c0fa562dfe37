package unroll.conf;

import java.io.Serializable;

/**
 * @param tokenizer how text becomes words
 * @param letters length of the n-grams of {@code tokenizer: letters}
 * @param stripHtml whether HTML tags and entities are removed first
 * @param vocabulary largest number of known words
 * @param minCount least count of a known word
 * @param unknownBuckets ids that all other words are hashed to
 * @param maxLength words of a text that are read, from its start
 */
public record TextConf(
        Tokenizer tokenizer,
        int letters,
        boolean lowercase,
        boolean stripHtml,
        int vocabulary,
        int minCount,
        int unknownBuckets,
        int maxLength)
        implements Serializable {

    /** The tokenisers, all of them Lucene's. */
    public enum Tokenizer {
        STANDARD,
        WHITESPACE,
        CJK,
        SMARTCN,
        LETTERS
    }
}
