package unroll.task.tag;

import unroll.text.TagName.Place;

/** The schemes by which tags name spans: which tag may follow which. */
enum TagScheme {
    /** B begins a span, and I continues it. */
    BIO {
        @Override
        boolean allows(boolean goesOn, boolean open, Place now) {
            return switch (now) {
                case INSIDE -> goesOn;
                case END, SINGLE -> false;
                case BEGIN, OUTSIDE, OTHER -> true;
            };
        }
    },
    /** I is in a span, and B begins one right behind another of its type. */
    IOB1 {
        @Override
        boolean allows(boolean goesOn, boolean open, Place now) {
            return switch (now) {
                case BEGIN -> goesOn;
                case END, SINGLE -> false;
                case INSIDE, OUTSIDE, OTHER -> true;
            };
        }
    },
    /** B begins a span of several steps, which E ends; S is a span of one step. */
    BIOES {
        @Override
        boolean allows(boolean goesOn, boolean open, Place now) {
            return switch (now) {
                case INSIDE, END -> goesOn;
                case BEGIN, SINGLE, OUTSIDE, OTHER -> !open;
            };
        }
    };

    /**
     * Returns whether a step may follow the one before.
     *
     * @param goesOn whether the tag before is B or I, of the same type
     * @param open whether the tag before is B or I
     * @param now where in a span the step is; outside of one behind the last step
     */
    abstract boolean allows(boolean goesOn, boolean open, Place now);
}
