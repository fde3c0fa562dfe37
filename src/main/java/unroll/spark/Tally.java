package unroll.spark;

import java.io.Serializable;

/**
 * Sums over what was scored and what is true; exact, so that the order of rows is no matter.
 *
 * @param <R> rows
 */
interface Tally<R extends ScoredRow> extends Serializable {
    /** Adds a good row. */
    void add(R row);

    /** Adds what another of its kind has. */
    void add(Tally<R> other);

    /**
     * The figures.
     *
     * @param rows that were added, at least one
     */
    Measures measured(long rows);
}
