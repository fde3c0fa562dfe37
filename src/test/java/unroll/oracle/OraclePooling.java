package unroll.oracle;

import java.util.ArrayList;

/** How the outputs of all steps of a sequence become one vector. */
public enum OraclePooling {
    /** Each direction's own final state. */
    LAST {
        @Override
        public Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result) {
            int directions = stack.layers().get(stack.layers().size() - 1).directions();
            var finals = new ArrayList<Scalar[]>();
            for (int d = directions; d >= 1; d--) {
                finals.add(result.finals().get(result.finals().size() - d)[0]);
            }
            return Vectors.joined(finals.toArray(Scalar[][]::new));
        }
    },
    MEAN {
        @Override
        public Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result) {
            var y = result.outputs();
            var sum = y[0];
            for (int t = 1; t < y.length; t++) {
                sum = Vectors.plus(sum, y[t]);
            }
            return Vectors.each(sum, s -> s.times(1.0 / y.length));
        }
    },
    /** Of equal values the earliest carries the gradient. */
    MAX {
        @Override
        public Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result) {
            var y = result.outputs();
            var most = y[0];
            for (int t = 1; t < y.length; t++) {
                most = Vectors.each(most, y[t], Scalar::max);
            }
            return most;
        }
    },
    /** Last, mean and max side by side. */
    CONCAT {
        @Override
        public Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result) {
            return Vectors.joined(
                    LAST.of(own, stack, result),
                    MEAN.of(own, stack, result),
                    MAX.of(own, stack, result));
        }
    },
    /** A mean whose weights are learned. */
    ATTENTION {
        @Override
        public Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result) {
            return new OracleAttention().of(own, result.outputs())[0];
        }
    };

    /**
     * @param own the pooling's parameters, where it has any
     * @return [features of the pooled vector]
     */
    public abstract Scalar[] of(Parameters own, OracleStack stack, OracleStack.Result result);
}
