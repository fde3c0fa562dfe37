package unroll.spark.baseline;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import unroll.encode.survey.LogCountRatios;

/**
 * How much each term tells about the classes. A term's scale is the largest |r| of all classes,
 * with r of {@link LogCountRatios}: of two classes both are the same, and of more the regression
 * needs features that the classes have in common.
 *
 * <p>A term whose scale is below {@link #LEAST_SCALE} is left out. It tells nothing, and hundreds
 * of thousands of features with hardly any variance keep the optimiser from converging.
 */
final class TermScales implements Serializable {
    static final double LEAST_SCALE = 0.3;

    private final double[] scales; // [terms], 0 for a term that is left out

    /**
     * @param counts training texts of a class with a term: [classes, terms]
     */
    TermScales(int[] counts, int classes) {
        var ratios = new LogCountRatios(counts, classes);
        scales = new double[ratios.terms()];
        for (int k = 0; k < classes; k++) {
            for (int term = 0; term < scales.length; term++) {
                scales[term] = Math.max(scales[term], Math.abs(ratios.of(k, term)));
            }
        }
        Arrays.setAll(scales, term -> scales[term] < LEAST_SCALE ? 0 : scales[term]);
    }

    /** Returns the scale of a term; 0 if it is left out. */
    double scale(int term) {
        return scales[term];
    }

    /** Returns the features of a text: the scales of its terms. */
    Vector features(int[] terms) {
        return features(terms, 1);
    }

    /** Returns the features of a text: the scales of its terms, times a factor. */
    Vector features(int[] terms, double factor) {
        int[] kept = Arrays.stream(terms).filter(term -> scales[term] > 0).toArray();
        var values = Arrays.stream(kept).mapToDouble(term -> factor * scales[term]).toArray();
        return Vectors.sparse(scales.length, kept, values);
    }
}
