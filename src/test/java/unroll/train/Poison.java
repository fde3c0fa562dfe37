package unroll.train;

import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.task.Task;

/** A network whose gradient is not a number in batches that hold a certain word. */
record Poison(Task inner, int word) implements Tampering {
    @Override
    public void tamper(Layout layout, Workspace workspace, float[] gradient) {
        var used = workspace.used(0);
        for (int i = 0; i < used.count(); i++) {
            if (used.row(i) == word) {
                gradient[layout.slice("head.b").offset()] = Float.NaN;
            }
        }
    }
}
