package unroll.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import unroll.math.ExactSum;
import unroll.task.Scaling;

/** Sums of numbers and of their squares, by column, without rounding: any order gives the same. */
final class Moments implements Serializable {
    private final Columns inputs;
    private final Columns targets;
    private long examples;

    Moments(Widths widths) {
        inputs = new Columns(widths.inputs());
        targets = new Columns(widths.targets());
    }

    /** Adds an example: its steps and its target. */
    void add(float[] steps, float[] target) {
        inputs.add(steps);
        targets.add(target);
        examples++;
    }

    void add(Moments other) {
        inputs.add(other.inputs);
        targets.add(other.targets);
        examples += other.examples;
    }

    long examples() {
        return examples;
    }

    Scaling inputs() {
        return inputs.scaling();
    }

    Scaling targets() {
        return targets.scaling();
    }

    private static final class Columns implements Serializable {
        private final ExactSum[] sums; // [columns]
        private final ExactSum[] squares; // [columns]
        private long rows;

        Columns(int columns) {
            sums = new ExactSum[columns];
            squares = new ExactSum[columns];
            for (int k = 0; k < columns; k++) {
                sums[k] = new ExactSum();
                squares[k] = new ExactSum();
            }
        }

        void add(float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                sums[i % sums.length].add(numbers[i]);
                squares[i % sums.length].add((double) numbers[i] * numbers[i]);
            }
            rows += sums.length == 0 ? 0 : numbers.length / sums.length;
        }

        void add(Columns other) {
            for (int k = 0; k < sums.length; k++) {
                sums[k].add(other.sums[k]);
                squares[k].add(other.squares[k]);
            }
            rows += other.rows;
        }

        Scaling scaling() {
            var means = new double[sums.length];
            var deviations = new double[sums.length];
            var n = new BigDecimal(Math.max(1, rows));
            for (int k = 0; k < sums.length; k++) {
                var mean = sums[k].exact().divide(n, MathContext.DECIMAL128);
                means[k] = mean.doubleValue();
                var square = squares[k].exact().divide(n, MathContext.DECIMAL128);
                double variance = square.subtract(mean.pow(2)).doubleValue();
                deviations[k] = StrictMath.sqrt(Math.max(0, variance));
            }
            return new Scaling(means, deviations);
        }
    }
}
