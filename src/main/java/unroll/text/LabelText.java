package unroll.text;

import java.text.Normalizer;
import java.util.Locale;

/** One spelling for labels that look the same. */
public final class LabelText {
    private LabelText() {}

    /**
     * Returns a label in Unicode's composed form, without spaces and invisible marks at its ends;
     * empty if nothing else is left.
     */
    public static String of(String label) {
        int from = 0;
        int to = label.length();
        while (from < to && isInvisible(label.charAt(from))) {
            from++;
        }
        while (to > from && isInvisible(label.charAt(to - 1))) {
            to--;
        }
        return Normalizer.normalize(label.substring(from, to), Normalizer.Form.NFC);
    }

    /** Returns a key that labels share which differ only in case, spaces and invisible marks. */
    public static String likeness(String label) {
        var visible = new StringBuilder();
        Normalizer.normalize(label, Normalizer.Form.NFKC)
                .chars()
                .filter(c -> !isInvisible((char) c))
                .forEach(c -> visible.append((char) c));
        // Upper case first: some letters have two lower forms, such as the Greek sigma.
        return visible.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isInvisible(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
