package unroll.oracle;

/** Losses of a single number against its target. */
public enum OracleElementLoss {
    SQUARED {
        @Override
        public Scalar of(Scalar prediction, double target) {
            var error = prediction.plus(-target);
            return error.times(error);
        }
    },
    ABSOLUTE {
        @Override
        public Scalar of(Scalar prediction, double target) {
            var error = prediction.plus(-target);
            return error.max(error.negated());
        }
    },
    /** With a delta of 1: e²/2 up to a distance of 1, |e| - 1/2 beyond. */
    HUBER {
        @Override
        public Scalar of(Scalar prediction, double target) {
            var distance = ABSOLUTE.of(prediction, target);
            return distance.value() <= 1
                    ? distance.times(distance).times(0.5)
                    : distance.plus(-0.5);
        }
    },
    /** The prediction is the logit of yes. */
    BINARY_CROSS_ENTROPY {
        @Override
        public Scalar of(Scalar prediction, double target) {
            var yes = prediction.sigmoid().log().times(-target);
            var no = prediction.negated().sigmoid().log().times(target - 1);
            return yes.plus(no);
        }
    };

    public abstract Scalar of(Scalar prediction, double target);

    /**
     * Mean over elements, weighted by row; NaN among the targets counts nothing.
     *
     * @param predictions [rows][columns]
     * @param targets [rows][columns]
     */
    public Scalar mean(Tape tape, Scalar[][] predictions, double[][] targets, double[] weights) {
        var sum = tape.leaf(0);
        double terms = 0;
        for (int row = 0; row < predictions.length; row++) {
            for (int j = 0; j < predictions[row].length; j++) {
                if (!Double.isNaN(targets[row][j])) {
                    sum = sum.plus(of(predictions[row][j], targets[row][j]).times(weights[row]));
                    terms += weights[row];
                }
            }
        }
        return sum.times(1 / terms);
    }
}
