package unroll.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Words by Unicode's rules, and what stands between them: emoticons such as {@code :)}, {@code :-(}
 * and {@code :D}, two or more dots as {@code ...}, and every other punctuation mark or symbol as a
 * word of its own.
 */
final class PunctuationTokenizer extends Tokenizer {
    /**
     * A mouth of brackets may stand right after a word. One of a letter or a digit stands alone, so
     * that 2:3 and note:Do are none. The slash of {@code http://} is no mouth.
     */
    private static final Pattern EMOTICON =
            Pattern.compile(
                    "[:;=]'?[-~^]?(?:[()\\[\\]{}|\\\\*]|/(?!/))"
                            + "|(?<![\\p{L}\\p{N}])(?:[:;=][-~^]?[DPpOo3]|<3)(?![\\p{L}\\p{N}])");

    private static final Pattern MARK = Pattern.compile("(?<dots>\\.{2,}|\u2026)|[\\p{P}\\p{S}]");

    private final StandardTokenizer words = new StandardTokenizer();
    private final CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
    private final OffsetAttribute place = words.addAttribute(OffsetAttribute.class);
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private Iterator<Token> found = List.<Token>of().iterator();

    /**
     * A word or mark with its place in the text.
     *
     * @param end after its last char
     */
    private record Token(String text, int start, int end) {}

    @Override
    public void reset() throws IOException {
        super.reset();
        var text = new StringWriter();
        input.transferTo(text);
        found = tokens(text.toString()).iterator();
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        if (!found.hasNext()) {
            return false;
        }
        var token = found.next();
        term.append(token.text());
        offset.setOffset(token.start(), token.end());
        return true;
    }

    private List<Token> tokens(String text) throws IOException {
        var tokens = new ArrayList<Token>();
        int from = 0;
        for (var emoticon = EMOTICON.matcher(text); emoticon.find(); from = emoticon.end()) {
            addWords(text, from, emoticon.start(), tokens);
            tokens.add(new Token(emoticon.group(), emoticon.start(), emoticon.end()));
        }
        addWords(text, from, text.length(), tokens);
        return tokens;
    }

    /** Adds the words of a part of a text, and the marks before, between and after them. */
    private void addWords(String text, int start, int end, List<Token> tokens) throws IOException {
        int from = start;
        words.setReader(new StringReader(text.substring(start, end)));
        words.reset();
        while (words.incrementToken()) {
            int first = start + place.startOffset();
            int after = start + place.endOffset();
            addMarks(text, from, first, tokens);
            tokens.add(new Token(word.toString(), first, after));
            from = after;
        }
        words.close();
        addMarks(text, from, end, tokens);
    }

    private static void addMarks(String text, int start, int end, List<Token> tokens) {
        for (var mark = MARK.matcher(text).region(start, end); mark.find(); ) {
            var shown = mark.group("dots") == null ? mark.group() : "...";
            tokens.add(new Token(shown, mark.start(), mark.end()));
        }
    }
}
