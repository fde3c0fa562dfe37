package unroll.train;

import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/** A network of which something goes wrong in training. */
public interface Tampering extends Altered {
    /** Called after each backward pass. */
    void tamper(Layout layout, Workspace workspace, float[] gradient);

    @Override
    default Network network() {
        var network = inner().network();
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
                return tampered(network.layout(), network.open(capacity));
            }
        };
    }

    private Workspace tampered(Layout layout, Workspace workspace) {
        return new Workspace() {
            @Override
            public BatchLoss train(float[] theta, float[] gradient, Batch batch, long key) {
                var loss = workspace.train(theta, gradient, batch, key);
                tamper(layout, workspace, gradient);
                return loss;
            }

            @Override
            public RowSet used(int slice) {
                return workspace.used(slice);
            }

            @Override
            public void warmUp(float[] theta, Batch batch) {
                workspace.warmUp(theta, batch);
            }

            @Override
            public float[] score(float[] theta, Batch batch) {
                return workspace.score(theta, batch);
            }

            @Override
            public Packing packing() {
                return workspace.packing();
            }

            @Override
            public void invalidate() {
                workspace.invalidate();
            }
        };
    }
}
