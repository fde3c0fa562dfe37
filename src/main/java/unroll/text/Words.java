package unroll.text;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import unroll.conf.Configuration;
import unroll.conf.TextConf;

/**
 * Normalises text and cuts it into words with Lucene's tokenisers, every word kept: there are no
 * stop words, since "not" is one of them. One instance is reused from text to text. Not
 * thread-safe.
 *
 * <ul>
 *   <li>{@code standard}: words of any script by Unicode's rules (UAX #29), without punctuation;
 *   <li>{@code punctuation}: the same words, and punctuation marks, symbols and emoticons between
 *       them as words, see {@link PunctuationTokenizer};
 *   <li>{@code whitespace}: what stands between white space, punctuation included;
 *   <li>{@code cjk}: as standard, but Chinese, Japanese and Korean as overlapping pairs of
 *       characters (full-width Latin is folded to its usual form);
 *   <li>{@code smartcn}: Chinese words by a hidden Markov model, each punctuation mark as ",";
 *       always lower-cases Latin;
 *   <li>{@code letters}: overlapping n-grams of all characters, spaces included; a shorter text is
 *       filled up with spaces and gives one.
 * </ul>
 *
 * A word of more than 255 characters is cut into pieces of 255 ({@code standard, punctuation,
 * whitespace, cjk}), so that a damaged text cannot put a megabyte into the vocabulary.
 */
public final class Words {
    /**
     * Version of the tokenisation, recorded by models; raised whenever some text would give other
     * words.
     */
    public static final int VERSION = 2;

    /** The oldest version that this code can still apply. */
    public static final int OLDEST_VERSION = 1;

    private static final int LONGEST = 255; // characters of a word

    /** The end of a row, in texts whose words stand side by side and in those with spaces. */
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

    private static final Pattern LINE_BREAK_OR_END =
            Pattern.compile(LINE_BREAK + "|" + Vocabulary.END);

    private final TextConf conf;
    private final Limit limit;
    private final Normalization normalization;
    private final Tokenizer source; // where the text enters
    private final TokenStream words; // where the words leave
    private final CharTermAttribute term;
    private final OffsetAttribute offset;
    private boolean cut; // the last text

    public Words(TextConf conf) {
        this.conf = conf;
        limit = Limit.of(conf);
        normalization = new Normalization(conf);
        source = tokenizer(conf);
        TokenStream stream = source;
        if (conf.tokenizer() == TextConf.Tokenizer.CJK) {
            stream = new CJKWidthFilter(stream);
        }
        if (conf.lowercase()) {
            stream = new LowerCaseFilter(stream);
        }
        if (conf.tokenizer() == TextConf.Tokenizer.CJK) {
            stream = new CJKBigramFilter(stream);
        }
        words = stream;
        term = words.addAttribute(CharTermAttribute.class);
        offset = words.addAttribute(OffsetAttribute.class);
    }

    /**
     * Returns a model's configuration, changed so that it tokenises as a version did.
     *
     * @param version from {@link #OLDEST_VERSION} to {@link #VERSION}
     */
    public static Configuration asOf(int version, Configuration conf) {
        // Version 1 knew no normalisation.
        return version == 1 ? conf.with(Configuration.TEXT, conf.text().unnormalized()) : conf;
    }

    private static Tokenizer tokenizer(TextConf conf) {
        return switch (conf.tokenizer()) {
            case STANDARD, CJK -> new StandardTokenizer();
            case PUNCTUATION -> new PunctuationTokenizer();
            case WHITESPACE -> new WhitespaceTokenizer();
            case SMARTCN -> new HMMChineseTokenizer();
            case LETTERS -> new NGramTokenizer(conf.letters(), conf.letters());
        };
    }

    /**
     * Returns the words of a text in order, cut to {@code text.maxLength}; none for a blank text.
     */
    public List<String> of(String text) {
        var plain = plain(text);
        cut = false;
        return plain.isBlank() ? List.of() : words(plain);
    }

    /**
     * Returns the words of a part of a document, whose last row goes on. {@link Vocabulary#END}
     * stands in place of each line break and, unless words stand side by side, of itself: as a
     * language model writes it. A row of letters may begin with spaces, so they are kept.
     */
    public List<String> ofRows(String document) {
        var found = new ArrayList<String>();
        var end = conf.joined() ? LINE_BREAK : LINE_BREAK_OR_END;
        for (var row : end.split(document, -1)) {
            var plain = plain(row);
            boolean none = conf.joined() ? plain.isEmpty() : plain.isBlank();
            found.addAll(none ? List.of() : words(plain));
            found.add(Vocabulary.END);
        }
        return found.subList(0, found.size() - 1);
    }

    private String plain(String text) {
        return normalization.of(conf.stripHtml() ? withoutHtml(text) : text);
    }

    private List<String> words(String plain) {
        return read(plain, term::toString);
    }

    /**
     * Returns the words of a text that was cut into words elsewhere, all of them; null if one is
     * missing or blank.
     */
    public List<String> words(List<?> given) {
        var found = given.stream().map(word -> word == null ? "" : word(word.toString())).toList();
        return found.stream().anyMatch(String::isBlank) ? null : found;
    }

    /** Returns whether the text that was read last has more words than were returned. */
    public boolean cut() {
        return cut;
    }

    /**
     * A word's place in a text, in chars.
     *
     * @param end after its last
     */
    record Span(int start, int end) {}

    /**
     * Returns the places of the words that {@link #of} returns.
     *
     * @param plain text without HTML that is normalised
     */
    List<Span> spans(String plain) {
        return plain.isBlank()
                ? List.of()
                : read(plain, () -> new Span(offset.startOffset(), offset.endOffset()));
    }

    /**
     * Returns what is kept of a text: its first words and, in a window that moves on, its last
     * ones. Where only first words are kept, the rest is not tokenised.
     *
     * @param word takes what is wanted of the tokeniser's current word
     */
    private <T> List<T> read(String plain, Supplier<T> word) {
        var first = new ArrayList<T>();
        var last = new ArrayDeque<T>();
        cut = false;
        try {
            source.setReader(new StringReader(filled(plain)));
            words.reset();
            while ((!cut || limit.last() > 0) && words.incrementToken()) {
                if (first.size() < limit.first()) {
                    first.add(word.get());
                } else {
                    last.add(word.get());
                    if (last.size() > limit.last()) {
                        last.remove();
                        cut = true;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: everything is read from memory
        } finally {
            close();
        }
        first.addAll(last);
        return first;
    }

    /**
     * Returns a word of a text that was cut into words elsewhere, normalised as a text is; blank if
     * nothing is left.
     */
    public String word(String given) {
        var word = normalization.of(given).strip();
        if (conf.lowercase()) {
            word =
                    word.codePoints()
                            .map(Character::toLowerCase)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
        }
        return word.length() > LONGEST ? word.substring(0, LONGEST) : word;
    }

    /** Closes the tokeniser for the next text, even after a failure. */
    private void close() {
        try {
            words.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String filled(String text) {
        int missing =
                conf.tokenizer() == TextConf.Tokenizer.LETTERS
                        ? conf.letters() - text.codePointCount(0, text.length())
                        : 0;
        return missing > 0 ? text + " ".repeat(missing) : text;
    }

    private static String withoutHtml(String text) {
        if (text.indexOf('<') < 0 && text.indexOf('&') < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        var piece = new char[4096];
        try (Reader reader = new HTMLStripCharFilter(new StringReader(text))) {
            for (int n = reader.read(piece); n >= 0; n = reader.read(piece)) {
                plain.append(piece, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: everything is read from memory
        }
        return plain.toString();
    }
}
