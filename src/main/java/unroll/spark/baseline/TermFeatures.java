package unroll.spark.baseline;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/** The features of a text for a regression. */
interface TermFeatures extends Serializable {
    /**
     * Returns the features.
     *
     * @param terms of the text, ascending
     */
    Vector of(int[] terms);
}
