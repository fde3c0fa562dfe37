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
    private Iterator<String> found = List.<String>of().iterator();

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
        term.append(found.next());
        return true;
    }

    private List<String> tokens(String text) throws IOException {
        var tokens = new ArrayList<String>();
        int from = 0;
        for (var emoticon = EMOTICON.matcher(text); emoticon.find(); from = emoticon.end()) {
            addWords(text.substring(from, emoticon.start()), tokens);
            tokens.add(emoticon.group());
        }
        addWords(text.substring(from), tokens);
        return tokens;
    }

    /** Adds words, and the marks before, between and after them. */
    private void addWords(String text, List<String> tokens) throws IOException {
        int from = 0;
        words.setReader(new StringReader(text));
        words.reset();
        while (words.incrementToken()) {
            addMarks(text.substring(from, place.startOffset()), tokens);
            tokens.add(word.toString());
            from = place.endOffset();
        }
        words.close();
        addMarks(text.substring(from), tokens);
    }

    private static void addMarks(String gap, List<String> tokens) {
        for (var mark = MARK.matcher(gap); mark.find(); ) {
            tokens.add(mark.group("dots") == null ? mark.group() : "...");
        }
    }
}
