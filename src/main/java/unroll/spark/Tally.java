package unroll.spark;

import java.io.Serializable;

/**
 * Sums over what was forecast and what came true; exact, so that the order of rows is no matter.
 */
sealed interface Tally extends Serializable permits NumberTally, ChanceTally {
    /** Adds a row. */
    void add(Forecasted row);

    /** Adds what another of its kind has. */
    void add(Tally other);

    /**
     * The figures.
     *
     * @param rows that were added, at least one
     */
    Measures measured(long rows);
}
