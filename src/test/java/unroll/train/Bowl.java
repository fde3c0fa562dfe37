package unroll.train;

import java.util.Arrays;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;
import unroll.task.Task;

/**
 * One parameter x, from 1, with the loss x²/2 whatever the batch; it breaks where |x| exceeds 10.
 */
record Bowl(Task inner) implements Altered {

    @Override
    public Network network() {
        var builder = new Layout.Builder();
        builder.add("x", (theta, slice, seed) -> theta[slice.offset()] = 1, 1);
        var layout = builder.build();
        return new Network() {
            @Override
            public Layout layout() {
                return layout;
            }

            @Override
            public int outputs() {
                return 2;
            }

            @Override
            public long workspaceBytes(Capacity capacity) {
                return 0;
            }

            @Override
            public Workspace open(Capacity capacity) {
                return new Run(
                        new float[2 * capacity.sequences()], new Packing(capacity.sequences()));
            }
        };
    }

    private record Run(float[] probabilities, Packing packing) implements Workspace {
        @Override
        public BatchLoss train(float[] theta, float[] gradient, Batch batch, long key) {
            float x = theta[0];
            gradient[0] = Math.abs(x) > 10 ? Float.NaN : x;
            double terms = batch.packing().sequences();
            return new BatchLoss(terms * x * x / 2, terms);
        }

        @Override
        public RowSet used(int slice) {
            return new RowSet();
        }

        @Override
        public void warmUp(float[] theta, Batch batch) {}

        @Override
        public float[] score(float[] theta, Batch batch) {
            Arrays.fill(probabilities, 0.5f);
            packing.setSingle(batch.packing());
            return probabilities;
        }

        @Override
        public void invalidate() {}
    }
}
