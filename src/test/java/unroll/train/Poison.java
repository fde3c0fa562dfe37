package unroll.train;

import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.RowSet;
import unroll.nn.Workspace;

/** A network whose gradient is not a number in batches that hold a certain word. */
record Poison(NetworkFactory inner, int word) implements NetworkFactory {

    @Override
    public Network network() {
        var network = inner.network();
        return new Network() {
            @Override
            public Layout layout() {
                return network.layout();
            }

            @Override
            public int outputs() {
                return network.outputs();
            }

            @Override
            public long workspaceBytes(Capacity capacity) {
                return network.workspaceBytes(capacity);
            }

            @Override
            public Workspace open(Capacity capacity) {
                return poisoned(network.layout(), network.open(capacity));
            }
        };
    }

    private Workspace poisoned(Layout layout, Workspace workspace) {
        return new Workspace() {
            @Override
            public Loss train(float[] theta, float[] gradient, Batch batch, long key) {
                var loss = workspace.train(theta, gradient, batch, key);
                var used = workspace.used(0);
                for (int i = 0; i < used.count(); i++) {
                    if (used.row(i) == word) {
                        gradient[layout.slice("head.b").offset()] = Float.NaN;
                    }
                }
                return loss;
            }

            @Override
            public RowSet used(int slice) {
                return workspace.used(slice);
            }

            @Override
            public float[] score(float[] theta, Batch batch) {
                return workspace.score(theta, batch);
            }

            @Override
            public void forget() {
                workspace.forget();
            }
        };
    }
}
