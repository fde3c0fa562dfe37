package unroll.conf;

import java.io.Serializable;

/**
 * @param tokenizer how text becomes words
 * @param letters length of the n-grams of {@code tokenizer: letters}
 * @param stripHtml whether HTML tags and entities are removed first
 * @param normalize Unicode form that text is put in before it is cut
 * @param apostrophes whether typographic apostrophes become plain ones
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
        Normalize normalize,
        boolean apostrophes,
        int vocabulary,
        int minCount,
        int unknownBuckets,
        int maxLength)
        implements Serializable {

    /** Unicode's composed forms; all but {@code NONE} also remove what cannot be seen. */
    public enum Normalize {
        NFC,
        NFKC,
        NONE
    }

    /** The same for texts that are read to their end. */
    public TextConf whole() {
        return new TextConf(
                tokenizer,
                letters,
                lowercase,
                stripHtml,
                normalize,
                apostrophes,
                vocabulary,
                minCount,
                unknownBuckets,
                Integer.MAX_VALUE);
    }

    /** The same for texts that are cut as they are. */
    public TextConf unnormalized() {
        return new TextConf(
                tokenizer,
                letters,
                lowercase,
                stripHtml,
                Normalize.NONE,
                false,
                vocabulary,
                minCount,
                unknownBuckets,
                maxLength);
    }

    /** The tokenisers, all of them Lucene's. */
    public enum Tokenizer {
        STANDARD,
        WHITESPACE,
        CJK,
        SMARTCN,
        LETTERS
    }
}
