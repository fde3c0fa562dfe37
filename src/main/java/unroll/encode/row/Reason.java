package unroll.encode.row;

/** The reason why a row is rejected. */
public enum Reason {
    CORRUPT_RECORD(
            "corrupt record",
            "for corrupt records see the reader's options: sep, quote, escape, multiLine and encoding of csv, multiLine and encoding of json"),
    NO_TEXT("no text"),
    NO_WORDS("no words in the text"),
    TEXT_TOO_LONG("text of more than " + RecordReader.LONGEST + " characters"),
    INVALID_CHARACTERS(
            "invalid bytes or U+FFFD in the text",
            "for text that is not in UTF-8 give options: {encoding: ISO-8859-1} or the like"),
    NO_LABEL("no label"),
    UNKNOWN_LABEL("label not in the training set"),
    UNEVEN_LABELS("number of labels differs from number of words or steps"),
    MISSING_WORD("a missing or blank word in an array of words"),
    NO_SEQUENCE("no sequence"),
    ONE_STEP("only one step, so there is no next step to predict"),
    TOO_SHORT("fewer steps than are to be forecast"),
    LONG_SEQUENCE(
            "more steps than a batch holds",
            "for long sequences raise training.batchTokens, or let data.maxSteps cut them"),
    UNEVEN_STEPS("steps of unequal or zero width"),
    NOT_FINITE("a number that is missing, NaN or infinite"),
    NO_TARGET("no target"),
    NO_TREE("no tree in brackets"),
    OTHER_WORDS("tree and text have different words"),
    LONG_TREE("a tree over more words than text.maxLength"),
    NOT_A_PROBABILITY("a target that is not between 0 and 1"),
    OUT_OF_RANGE(
            "a number too large for a network: more than 1e15 deviations from the training set's"
                    + " mean, or above 1e15 if data.standardize is false"),
    NO_TIME(
            "no time that can be read",
            "times are whole numbers, dates, timestamps, or texts such as 2026-01 or 2026-01-31 12:00"),
    REPEATED_TIME("time of another row of the same series"),
    GAP("steps missing before this time"),
    OFF_STEP("time between two steps of the series"),
    NOT_POSITIVE("a value that is not above 0, of which series.log takes the logarithm"),
    SHORT_SERIES("a series with too few steps in a row for a window and its horizon"),
    NO_KNOWN("a series without known inputs for all steps of the horizon"),
    OTHER_WIDTH("vectors or targets whose width differs from the training set's");

    private final String words;
    private final String hint;

    Reason(String words) {
        this(words, "");
    }

    Reason(String words, String hint) {
        this.words = words;
        this.hint = hint;
    }

    /** Returns what is wrong with a text; null if nothing is. */
    static Reason ofText(String text) {
        if (text.length() > RecordReader.LONGEST) {
            return TEXT_TOO_LONG;
        }
        return text.indexOf('\uFFFD') >= 0 ? INVALID_CHARACTERS : null;
    }

    /** Returns a remedy if there are many such rows; empty without one. */
    public String hint() {
        return hint;
    }

    @Override
    public String toString() {
        return words;
    }
}
