package unroll.message;

/**
 * Makes text of unknown origin safe for a terminal. Labels, words and file names come from data and
 * may contain escape sequences, line breaks or characters that reverse the direction of a line.
 */
public final class Printable {
    /** The most code points of a label or word in a table or message. */
    public static final int LONGEST = 60;

    private Printable() {}

    /** Returns the whole text on one line, with everything escaped that a terminal would act on. */
    public static String whole(String text) {
        return escape(text, Integer.MAX_VALUE, false);
    }

    /**
     * Returns at most {@link #LONGEST} code points of a text, escaped; {@code …} stands for the
     * rest.
     */
    public static String brief(String text) {
        return brief(text, LONGEST);
    }

    /**
     * Returns at most {@code longest} code points of a text, escaped; {@code …} stands for the
     * rest.
     */
    public static String brief(String text, int longest) {
        return escape(text, longest, false);
    }

    /** Returns a message, escaped except for its line breaks. */
    public static String message(String text) {
        return escape(text, Integer.MAX_VALUE, true);
    }

    /**
     * Returns a text as an argument of a shell's command line, in single quotes if it needs them.
     */
    public static String argument(String text) {
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") || text.isEmpty()
                ? text
                : "'" + whole(text).replace("'", "'\\''") + "'";
    }

    /** Returns the number of columns of a text on a terminal, estimated by its code points. */
    public static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Returns the text padded with spaces to a width. */
    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static String escape(String text, int longest, boolean lines) {
        var escaped = new StringBuilder(Math.min(text.length(), 1000) + 16);
        int count = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            // The last one that fits gives its place to the sign, unless the text ends with it.
            if (++count == longest && i < text.length()) {
                return escaped.append('…').toString();
            }
            if (c == '\n') {
                escaped.append(lines ? "\n" : "\\n");
            } else if (c == '\r') {
                escaped.append("\\r");
            } else if (c == '\t') {
                escaped.append("\\t");
            } else if (isActive(c)) {
                escaped.append(c > 0xffff ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
            } else {
                escaped.appendCodePoint(c);
            }
        }
        return escaped.toString();
    }

    /**
     * Returns whether a terminal would interpret a character. Joiners are kept, since scripts and
     * emoji need them.
     */
    private static boolean isActive(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            case Character.FORMAT -> c != '\u200c' && c != '\u200d';
            default -> false;
        };
    }
}
