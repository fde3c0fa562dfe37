package unroll.spark;

/** Why a row is bad. */
enum Reason {
    CORRUPT_RECORD("corrupt record"),
    NO_TEXT("no text"),
    NO_WORDS("no words in the text"),
    TEXT_TOO_LONG("text of more than " + RowReader.LONGEST + " characters"),
    INVALID_CHARACTERS("invalid bytes or U+FFFD in the text"),
    NO_LABEL("no label"),
    UNKNOWN_LABEL("label not in the training part");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
