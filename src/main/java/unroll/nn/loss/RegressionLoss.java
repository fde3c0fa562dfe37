package unroll.nn.loss;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/** Numeric outputs, each compared with a number of the batch. */
public final class RegressionLoss implements Loss {
    private static final float[] EQUAL = {};

    private final ElementLoss loss;
    private final int outputs;

    public RegressionLoss(ElementLoss loss, int outputs) {
        this.loss = loss;
        this.outputs = outputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public Pass open(
            Capacity capacity, Kernels kernels, Allocator allocator, Activations predictions) {
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                return loss.loss(
                        predictions.value,
                        context.batch.target().values(),
                        EQUAL,
                        predictions.rows,
                        outputs,
                        predictions.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                to.rows(predictions.value, 0, predictions.rows);
            }
        };
    }
}
