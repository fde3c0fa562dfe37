package unroll.measure.calibration;

import java.util.List;
import unroll.measure.BatchSums;

/**
 * Fits parameters of calibration on examples that the network was not trained on. Its sums are
 * exact.
 */
public interface CalibrationSearch extends BatchSums {
    /**
     * Adds the sums of another search.
     *
     * @param other of the same task
     */
    void merge(CalibrationSearch other);

    /** Returns the numbers that are best for the examples so far. */
    List<Double> found();
}
