package unroll.spark;

import java.io.Serializable;

/** What a model made of a row, beside what is true; or a bad row. */
interface ScoredRow extends Serializable {
    /** Null for a good row. */
    Rejected rejected();
}
