package unroll.measure;

import java.util.List;

/**
 * Measures a network's scores against targets; one implementation a task, which serves validation,
 * tests and evaluation alike. Its sums are exact.
 */
public interface Evaluator extends BatchSums {
    /**
     * Adds the sums of another evaluator.
     *
     * @param other of the same task
     */
    void merge(Evaluator other);

    /** The loss and the task's metric: the small part, which training looks at. */
    Evaluation evaluation();

    /**
     * Returns all figures.
     *
     * @param labels of the classes; empty where outputs are no classes
     */
    Measures measures(List<String> labels);
}
