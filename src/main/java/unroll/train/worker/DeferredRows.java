package unroll.train.worker;

import java.util.Arrays;
import java.util.List;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.optim.Groups;
import unroll.optim.IdleSteps;

/**
 * Rows that wait with the steps of momentum in which they have no gradient, and make them when they
 * are next read. Between rounds no row waits.
 */
final class DeferredRows {
    private final List<Layout.Slice> slices;
    private final IdleSteps[] idle; // [by-row slices]
    private final int[][] since; // [by-row slices][rows], steps that a row has made
    private final float[] theta;
    private final float[] velocity;

    DeferredRows(List<Layout.Slice> slices, float[] theta, float[] velocity) {
        this.slices = slices;
        this.theta = theta;
        this.velocity = velocity;
        idle = new IdleSteps[slices.size()];
        since = new int[slices.size()][];
        for (int s = 0; s < idle.length; s++) {
            idle[s] = new IdleSteps();
            since[s] = new int[slices.get(s).shape().get(0)];
        }
    }

    /** Begins a round. */
    void begin() {
        for (int s = 0; s < idle.length; s++) {
            idle[s].clear();
            Arrays.fill(since[s], 0);
        }
    }

    /** Lets a row make the steps that it waits with. */
    void catchUp(int s, int row) {
        int waited = since[s][row];
        if (waited < idle[s].steps()) {
            int width = slices.get(s).rowSize();
            int from = slices.get(s).offset() + row * width;
            double kept = idle[s].kept(waited);
            double travel = idle[s].travel(waited);
            IdleSteps.apply(kept, travel, theta, velocity, from, from + width);
            since[s][row] = idle[s].steps();
        }
    }

    /** The same for the rows that the workspace uses. */
    void catchUp(int s, Workspace workspace) {
        var used = workspace.used(s);
        for (int i = 0; i < used.count(); i++) {
            catchUp(s, used.row(i));
        }
    }

    /** Notes a step, which the rows that the workspace used have made. */
    void stepped(int s, Groups groups, Groups.Place place, Workspace workspace) {
        groups.addIdle(slices.get(s), place, idle[s]);
        var used = workspace.used(s);
        for (int i = 0; i < used.count(); i++) {
            since[s][used.row(i)] = idle[s].steps();
        }
    }

    /**
     * Returns what the round does to rows that it does not use, [by-row slices, 2]: kept, travel.
     */
    double[] unused() {
        var effects = new double[2 * idle.length];
        for (int s = 0; s < idle.length; s++) {
            effects[2 * s] = idle[s].kept(0);
            effects[2 * s + 1] = idle[s].travel(0);
        }
        return effects;
    }
}
