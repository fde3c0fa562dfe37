package unroll.text;

import java.io.Serializable;
import java.text.Normalizer;
import unroll.conf.TextConf;

/**
 * One spelling for texts that look the same: Unicode's composed form, plain spaces and apostrophes,
 * no invisible marks. ASCII stays as it is.
 *
 * <p>Zero-width joiners (U+200C, U+200D) stay: they have a meaning in Persian, in the scripts of
 * India and in emoji.
 */
public final class Normalization implements Serializable {
    private static final char SIGMA = '\u03A3';
    private static final char FINAL_SIGMA = '\u03C2';

    private final TextConf conf;

    public Normalization(TextConf conf) {
        this.conf = conf;
    }

    /** Returns the text that words are taken from. */
    public String of(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        var plain = new StringBuilder(text);
        if (conf.apostrophes()) {
            apostrophes(plain);
        }
        return switch (conf.normalize()) {
            case NONE -> plain.toString();
            case NFC -> composed(plain, Normalizer.Form.NFC);
            case NFKC -> composed(plain, Normalizer.Form.NFKC);
        };
    }

    private String composed(StringBuilder text, Normalizer.Form form) {
        // Invisible marks go first: one of them may stand between a letter and its accent.
        var composed = new StringBuilder(Normalizer.normalize(visible(text), form));
        for (int i = 0; i < composed.length(); i++) {
            if (Character.getType(composed.charAt(i)) == Character.SPACE_SEPARATOR) {
                composed.setCharAt(i, ' ');
            } else if (composed.charAt(i) == SIGMA
                    && conf.lowercase()
                    && isLetter(composed, i - 1)
                    && !isLetter(composed, i + 1)) {
                composed.setCharAt(i, FINAL_SIGMA);
            }
        }
        return composed.toString();
    }

    /** Removes the zero-width space, the word joiner, the byte order mark and the soft hyphen. */
    private static String visible(StringBuilder text) {
        var visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isInvisible(text.charAt(i))) {
                visible.append(text.charAt(i));
            }
        }
        return visible.toString();
    }

    static boolean isInvisible(char c) {
        return c == '\u200B' || c == '\u2060' || c == '\uFEFF' || c == '\u00AD';
    }

    private static void apostrophes(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            boolean apostrophe =
                    switch (text.charAt(i)) {
                        case '\u2018', '\u2019', '\u201B', '\uFF07' -> true;
                        // A letter of some scripts, a prime, an accent of its own: elsewhere they
                        // mean something else.
                        case '\u02BC', '\u2032', '\u00B4' ->
                                isLetter(text, i - 1) && isLetter(text, i + 1);
                        default -> false;
                    };
            if (apostrophe) {
                text.setCharAt(i, '\'');
            }
        }
    }

    /** Returns whether a letter, or a part of one, is at an index. */
    private static boolean isLetter(CharSequence text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return Character.isLetter(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
