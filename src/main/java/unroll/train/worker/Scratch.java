package unroll.train.worker;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.optim.Groups;
import unroll.optim.Ranges;
import unroll.task.Task;

/**
 * Memory of one worker: network, workspace and vectors. It is reused from task to task of a JVM,
 * since allocating memory of this size costs more than filling it; its content from earlier tasks
 * is never read.
 */
final class Scratch implements AutoCloseable {
    private static final ConcurrentLinkedDeque<SoftReference<Scratch>> POOL =
            new ConcurrentLinkedDeque<>();

    private final Configuration conf;
    private final Task task;
    private final WorkerVectors vectors;
    private final boolean densely;

    TrainableRanges trainable; // of the round's epoch
    final Network network;
    final Workspace workspace;
    final Batch batch;
    final Ranges ranges = Ranges.none();
    final float[] theta;
    final float[] gradient;
    final float[][] moments;
    final float[] average; // as theta; empty if the workers take none
    final double[] sum; // as theta; empty if the workers sum no gradients
    final int[][] uses; // [by-row slices][rows], batches of the round that used the row
    private final DeferredRows deferred; // null unless rows wait with steps

    private Scratch(Configuration conf, Task task, WorkerVectors vectors) {
        this.conf = conf;
        this.task = task;
        this.vectors = vectors;
        network = task.network();
        var capacity = task.capacity();
        workspace = network.open(capacity);
        trainable = TrainableRanges.of(network.layout(), conf, 0);
        batch = task.schema().batch(capacity.sequences(), capacity.rows());
        batch.setWindow(conf.bptt().steps());
        densely = trainable.rows().isEmpty();
        int size = network.layout().size();
        theta = new float[size];
        gradient = new float[size];
        moments = new float[vectors.moments()][size];
        average = new float[vectors.average() ? size : 0];
        sum = new double[vectors.sum() ? size : 0];
        uses = new int[trainable.rows().size()][];
        for (int s = 0; s < uses.length; s++) {
            uses[s] = new int[trainable.rows().get(s).shape().get(0)];
        }
        // Workers that make no steps have no velocities.
        boolean waits =
                conf.training().embeddingUpdates() == EmbeddingUpdates.DEFERRED
                        && moments.length > 0;
        deferred = waits ? new DeferredRows(trainable.rows(), theta, moments[0]) : null;
    }

    /** Returns one that an earlier task of the same run left behind, or a new one. */
    static Scratch borrow(Configuration conf, Task task, WorkerVectors vectors) {
        for (var pooled = POOL.poll(); pooled != null; pooled = POOL.poll()) {
            var scratch = pooled.get();
            // One of another run, which is over, is dropped.
            if (scratch != null && scratch.fits(conf, task, vectors)) {
                scratch.workspace.invalidate();
                return scratch;
            }
        }
        return new Scratch(conf, task, vectors);
    }

    private boolean fits(Configuration conf, Task task, WorkerVectors vectors) {
        return this.vectors.equals(vectors) && this.conf.equals(conf) && this.task.equals(task);
    }

    /**
     * Loads a snapshot; moments that it does not have start at zero.
     *
     * @param epoch of the round, from 0
     */
    void load(Snapshot start, int epoch) {
        trainable = trainable.at(epoch);
        System.arraycopy(start.theta(), 0, theta, 0, theta.length);
        for (int i = 0; i < moments.length; i++) {
            if (i < start.moments().length) {
                System.arraycopy(start.moments()[i], 0, moments[i], 0, theta.length);
            } else {
                Arrays.fill(moments[i], 0);
            }
        }
        if (average.length > 0) {
            System.arraycopy(start.average(), 0, average, 0, theta.length);
        }
        for (var slice : uses) {
            Arrays.fill(slice, 0);
        }
        if (deferred != null) {
            deferred.begin();
        }
        if (densely) {
            Arrays.fill(gradient, 0);
        }
    }

    /** Lets the rows that a batch is about to read make the steps that they wait with. */
    void catchUp(long key) {
        if (deferred != null) {
            workspace.findUsed(batch, key);
            for (int s = 0; s < uses.length; s++) {
                if (!trainable.frozen(s)) {
                    deferred.catchUp(s, workspace);
                }
            }
        }
    }

    /** Notes a step of the last batch, with which all other rows wait. */
    void stepped(Groups groups, Groups.Place place) {
        for (int s = 0; deferred != null && s < uses.length; s++) {
            if (!trainable.frozen(s)) {
                deferred.stepped(s, groups, place, workspace);
            }
        }
    }

    /** Counts the trainable rows of the last batch as used in this round. */
    void countUses() {
        for (int s = 0; s < uses.length; s++) {
            if (trainable.frozen(s)) {
                continue;
            }
            var used = workspace.used(s);
            for (int i = 0; i < used.count(); i++) {
                uses[s][used.row(i)]++;
            }
        }
    }

    /**
     * Clears the gradient of the rows of the last batch, if every row is updated in every batch.
     */
    void clearRows() {
        var slices = densely ? network.layout().byRow() : List.<Layout.Slice>of();
        for (int s = 0; s < slices.size(); s++) {
            int width = slices.get(s).rowSize();
            var used = workspace.used(s);
            for (int i = 0; i < used.count(); i++) {
                int from = slices.get(s).offset() + used.row(i) * width;
                Arrays.fill(gradient, from, from + width, 0);
            }
        }
    }

    /**
     * Returns the vectors that steps change: theta, its moments if they are kept, and its average
     * if there is one.
     */
    float[][] updatedVectors(boolean keepMoments) {
        var vectors = new ArrayList<float[]>();
        vectors.add(theta);
        if (keepMoments) {
            vectors.addAll(Arrays.asList(moments));
        }
        if (average.length > 0) {
            vectors.add(average);
        }
        return vectors.toArray(float[][]::new);
    }

    /** Returns what the round changed in some of the vectors. */
    ShardResult result(double weight, long steps, Metrics metrics, float[]... vectors) {
        if (weight == 0) {
            return part -> Update.zero(metrics.of(part));
        }
        var idle = finishWaiting();
        return part ->
                Update.of(trainable, part, uses, vectors, weight, steps, idle, metrics.of(part));
    }

    /**
     * Lets the rows that the round used make the steps that they wait with, and returns what the
     * driver must do to all others; empty if no rows wait.
     */
    private double[] finishWaiting() {
        if (deferred == null) {
            return new double[0];
        }
        for (int s = 0; s < uses.length; s++) {
            for (int row = 0; row < uses[s].length; row++) {
                if (uses[s][row] > 0) {
                    deferred.catchUp(s, row);
                }
            }
        }
        return deferred.unused();
    }

    @Override
    public void close() {
        POOL.push(new SoftReference<>(this));
    }
}
