package unroll.spark;

/** Why a row is bad. */
enum Reason {
    CORRUPT_RECORD("corrupt record"),
    NO_TEXT("no text"),
    NO_WORDS("no words in the text"),
    TEXT_TOO_LONG("text of more than " + RowReader.LONGEST + " characters"),
    INVALID_CHARACTERS("invalid bytes or U+FFFD in the text"),
    NO_LABEL("no label"),
    UNKNOWN_LABEL("label not in the training part"),
    NO_SEQUENCE("no sequence"),
    ONE_STEP("one step, which has no next one"),
    TOO_SHORT("fewer steps than are to be forecast"),
    UNEVEN_STEPS("steps of different width, or of none"),
    NOT_FINITE("a number that is missing, NaN or infinite"),
    NO_TARGET("no target"),
    NO_CHANCE("a target that is not between 0 and 1"),
    OUT_OF_RANGE(
            "a number too large for a network: more than 1e15 deviations from the training part's"
                    + " mean, or above 1e15 where data.standardize is false"),
    OTHER_WIDTH("vectors or targets of another width than the training part's");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
