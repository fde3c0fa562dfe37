package unroll.task.tag;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Normalize;

/**
 * The places of words in a text that the tokeniser {@code whitespace} has cut into words. A place
 * is a pair, the word's first character and the one after its last, counted from 0 in code points.
 */
final class WordOffsets {
    private static final int LONGEST = 255; // characters of a word, as the tokeniser cuts it

    private final boolean normalized;

    WordOffsets(TextConf conf) {
        normalized = conf.normalize() != Normalize.NONE;
    }

    /**
     * Returns the places of a text's first words.
     *
     * @param text null if words come from an array
     * @return null without a text, or if its normalised form has other words
     */
    List<List<Integer>> of(String text, int words) {
        if (text == null) {
            return null;
        }
        var places = new ArrayList<List<Integer>>();
        int first = 0; // code points before i
        for (int i = 0; i < text.length() && places.size() < words; ) {
            int end = i;
            boolean visible = false;
            while (end < text.length() && end - i < LONGEST && !isSpace(text.charAt(end))) {
                visible |= !isRemoved(text.charAt(end));
                end++;
            }
            int after = first + text.codePointCount(i, end);
            if (visible) {
                places.add(List.of(first, after));
            }
            first = end == i ? first + 1 : after;
            i = end == i ? i + 1 : end;
        }
        return places.size() == words ? places : null;
    }

    /** Returns whether words end at a character, as it is or as it is normalised. */
    private boolean isSpace(char c) {
        return Character.isWhitespace(c)
                || (normalized && Character.getType(c) == Character.SPACE_SEPARATOR);
    }

    /** Returns whether normalisation removes a character. */
    private boolean isRemoved(char c) {
        return normalized && (c == '\u200B' || c == '\u2060' || c == '\uFEFF' || c == '\u00AD');
    }
}
