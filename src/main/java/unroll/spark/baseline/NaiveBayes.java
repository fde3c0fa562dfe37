package unroll.spark.baseline;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import unroll.encode.Entry;
import unroll.encode.survey.LogCountRatios;

/**
 * How much each term tells about the classes. A term's scale is the largest |r| of all classes,
 * with r of {@link LogCountRatios}: of two classes both are the same, and of more the regression
 * needs features that the classes have in common.
 *
 * <p>A term whose scale is below {@link #LEAST_SCALE} is left out. It tells nothing, and hundreds
 * of thousands of features with hardly any variance keep the optimiser from converging.
 */
final class NaiveBayes implements Serializable {
    static final double LEAST_SCALE = 0.3;

    private final double[] scales; // [terms], 0 for a term that is left out

    /**
     * @param counts training texts of a class with a term: [classes, terms]
     */
    NaiveBayes(int[] counts, int classes) {
        var ratios = new LogCountRatios(counts, classes);
        scales = new double[ratios.terms()];
        for (int k = 0; k < classes; k++) {
            for (int term = 0; term < scales.length; term++) {
                scales[term] = Math.max(scales[term], Math.abs(ratios.of(k, term)));
            }
        }
        Arrays.setAll(scales, term -> scales[term] < LEAST_SCALE ? 0 : scales[term]);
    }

    /**
     * Learns from the training part.
     *
     * @param train with places of terms
     */
    static NaiveBayes of(JavaRDD<Entry> train, int classes, int terms) {
        var counts = new int[classes * terms];
        train.mapPartitions(
                        entries -> {
                            var part = new int[classes * terms];
                            entries.forEachRemaining(entry -> count(entry, terms, part));
                            return List.of(part).iterator();
                        })
                .collect()
                .forEach(part -> Arrays.setAll(counts, i -> counts[i] + part[i]));
        return new NaiveBayes(counts, classes);
    }

    private static void count(Entry entry, int terms, int[] counts) {
        var example = entry.example();
        for (int term : example.ids()) {
            counts[example.target() * terms + term]++;
        }
    }

    /** Returns the features of a text: the scales of its terms. */
    Vector features(int[] terms) {
        int[] kept = Arrays.stream(terms).filter(term -> scales[term] > 0).toArray();
        var values = Arrays.stream(kept).mapToDouble(term -> scales[term]).toArray();
        return Vectors.sparse(scales.length, kept, values);
    }
}
