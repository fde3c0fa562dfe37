package unroll.encode.survey;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import unroll.encode.Scaling;
import unroll.encode.row.Widths;
import unroll.math.exact.ExactSquares;
import unroll.math.exact.ExactSum;

/** Sums of numbers and of their squares, by column, without rounding: independent of the order. */
public final class Moments implements Serializable {
    /** A column with a deviation below this share of its mean is constant except for rounding. */
    private static final double ROUNDING = 0x1p-50;

    private final Columns inputs;
    private final Columns targets;
    private long examples;

    public Moments(Widths widths) {
        inputs = new Columns(widths.inputs());
        targets = new Columns(widths.targets());
    }

    /** Adds an example: its steps and its target. */
    void add(double[] steps, double[] target) {
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

    public Scaling inputs() {
        return inputs.scaling();
    }

    public Scaling targets() {
        return targets.scaling();
    }

    private static final class Columns implements Serializable {
        private final ExactSum[] sums; // [columns]
        private final ExactSquares[] squares; // [columns]
        private long rows;

        Columns(int columns) {
            sums = new ExactSum[columns];
            squares = new ExactSquares[columns];
            for (int k = 0; k < columns; k++) {
                sums[k] = new ExactSum();
                squares[k] = new ExactSquares();
            }
        }

        void add(double[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                sums[i % sums.length].add(numbers[i]);
                squares[i % sums.length].add(numbers[i]);
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
            for (int k = 0; k < sums.length && rows > 0; k++) {
                var n = new BigDecimal(rows);
                var sum = sums[k].exact();
                means[k] = sum.divide(n, MathContext.DECIMAL128).doubleValue();
                // n² times the variance, without rounding: exactly zero for a constant column.
                var spread = squares[k].exact().multiply(n).subtract(sum.multiply(sum));
                double deviation =
                        spread.round(MathContext.DECIMAL128)
                                .sqrt(MathContext.DECIMAL128)
                                .divide(n, MathContext.DECIMAL128)
                                .doubleValue();
                deviations[k] = deviation > ROUNDING * Math.abs(means[k]) ? deviation : 0;
            }
            return new Scaling(means, deviations);
        }
    }
}
