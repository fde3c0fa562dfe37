package unroll.text.term;

import org.tartarus.snowball.ext.PorterStemmer;

/** Stems of English words (Porter 1980), as Lucene computes them. Not thread-safe. */
public final class Stemmer {
    private final PorterStemmer stemmer = new PorterStemmer();

    /**
     * Returns a word's stem.
     *
     * @param word in lower case
     */
    public String of(String word) {
        stemmer.setCurrent(word);
        stemmer.stem();
        return stemmer.getCurrent();
    }
}
