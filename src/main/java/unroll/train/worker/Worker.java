package unroll.train.worker;

import unroll.conf.Configuration;
import unroll.data.Plan;
import unroll.data.Shard;
import unroll.math.RandomKeys;
import unroll.measure.Evaluation;
import unroll.nn.Workspace.BatchLoss;
import unroll.nn.batch.Batch;
import unroll.optim.Averaging;
import unroll.optim.Clip;
import unroll.optim.Groups;
import unroll.task.Task;
import unroll.task.network.ChosenKernels;

/**
 * Trains on one shard for one round: a pure function of snapshot, shard and round, independent of
 * the thread, process or attempt that runs it.
 */
public final class Worker implements AutoCloseable {
    /** Work on one batch. */
    @FunctionalInterface
    public interface Pass {
        void on(float[] theta, Batch batch);
    }

    private final Configuration conf;
    private final Task task;
    private final Scratch scratch;
    private final Groups groups;
    private final Clip clip;
    private final Averaging averaging;

    /**
     * Creates a worker with memory of its own, which {@link #close} returns to the pool.
     *
     * @param vectors that it keeps while it works
     */
    public Worker(Configuration conf, Task task, WorkerVectors vectors) {
        this.conf = conf;
        this.task = task;
        scratch = Scratch.borrow(conf, task, vectors);
        var kernels = ChosenKernels.of(conf.kernels());
        groups = new Groups(conf, scratch.network.layout(), kernels);
        clip = Clip.of(conf.training().clip(), scratch.network.layout());
        averaging = new Averaging(conf.training().averaging());
    }

    /**
     * Makes one clipped optimiser step for each of the shard's batches of this round.
     *
     * @param keep whether the moments continue from the snapshot's and are sent back; else they
     *     start at zero
     */
    public ShardResult steps(Snapshot start, Shard shard, RoundId round, boolean keep) {
        scratch.load(start, round.epoch());
        var plan = plan(shard, round.epoch());
        warmUp(plan, round);
        var metrics = new Metrics();
        double weight = 0;
        long steps = 0;
        // Moments that start at zero need the bias correction of a first step.
        long before = keep ? start.steps() : 0;
        for (int b = round.from(plan.batches()); b < round.to(plan.batches()); b++) {
            var loss = gradient(plan, b, shard, round, metrics);
            if (loss.terms() > 0) {
                var outcome = clip.apply(scratch.gradient, scratch.ranges);
                if (Double.isFinite(loss.sum()) && outcome.finite()) {
                    steps++;
                    double done = round.epoch() + (double) b / plan.batches();
                    var place =
                            new Groups.Place(
                                    start.steps() + steps, before + steps, done, start.rateScale());
                    groups.step(
                            scratch.theta,
                            scratch.gradient,
                            scratch.moments,
                            scratch.ranges,
                            place);
                    scratch.stepped(groups, place);
                    averaging.add(
                            scratch.average,
                            scratch.theta,
                            scratch.ranges,
                            start.steps() + steps,
                            start.averagedSince());
                    scratch.countUses();
                    weight += loss.terms();
                    metrics.countLoss(loss, scratch.workspace.penalty());
                    metrics.clip(outcome);
                } else {
                    metrics.skip();
                }
            }
            scratch.clearRows();
        }
        return scratch.result(weight, steps, metrics, scratch.updatedVectors(keep));
    }

    /** Returns the clipped mean gradient of the shard's batches of this round, at one theta. */
    public ShardResult meanGradient(Snapshot start, Shard shard, RoundId round) {
        scratch.load(start, round.epoch());
        var plan = plan(shard, round.epoch());
        warmUp(plan, round);
        var metrics = new Metrics();
        var mean = new MeanGradient(scratch);
        for (int b = round.from(plan.batches()); b < round.to(plan.batches()); b++) {
            var loss = gradient(plan, b, shard, round, metrics);
            if (loss.terms() > 0) {
                double norm = Clip.norm(scratch.gradient, scratch.ranges);
                if (Double.isFinite(loss.sum()) && Double.isFinite(norm)) {
                    mean.add(loss.terms());
                    scratch.countUses();
                    metrics.countLoss(loss, scratch.workspace.penalty());
                } else {
                    metrics.skip();
                }
            }
            scratch.clearRows();
        }
        if (mean.weight() > 0) {
            mean.write();
            metrics.clip(clip.apply(scratch.gradient, scratch.ranges));
        }
        return scratch.result(mean.weight(), 1, metrics, scratch.gradient);
    }

    /** Runs a pass over all of the shard's batches in a fixed order, without training. */
    public Metrics inOrder(Snapshot start, Shard shard, Pass pass) {
        scratch.load(start, 0);
        var metrics = new Metrics();
        var plan = task.inOrder(shard);
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, scratch.batch);
            long began = System.nanoTime();
            pass.on(scratch.theta, scratch.batch);
            metrics.batch(scratch.batch.packing().rows(), 0, System.nanoTime() - began);
        }
        return metrics;
    }

    /** Computes the gradient of one batch, and sets the scratch's ranges to what it updates. */
    private BatchLoss gradient(Plan plan, int batch, Shard shard, RoundId round, Metrics metrics) {
        plan.fill(batch, scratch.batch);
        long key = RandomKeys.mix(conf.run().seed(), round.epoch(), shard.number(), batch);
        long start = System.nanoTime();
        scratch.catchUp(key);
        var loss = scratch.workspace.train(scratch.theta, scratch.gradient, scratch.batch, key);
        long nanos = System.nanoTime() - start;
        metrics.batch(scratch.batch.packing().rows(), loss.impossible(), nanos);
        scratch.trainable.updated(scratch.workspace, scratch.ranges);
        return loss;
    }

    /**
     * Computes the carried state again if the round's first batch continues a sequence of earlier
     * batches.
     */
    private void warmUp(Plan plan, RoundId round) {
        int first = round.from(plan.batches());
        for (int i = 0; first < round.to(plan.batches()) && i < plan.warmUps(first); i++) {
            plan.fillWarmUp(first, i, scratch.batch);
            scratch.workspace.warmUp(scratch.theta, scratch.batch);
        }
    }

    /** Measures parameters on a shard. */
    public Evaluation evaluate(float[] theta, Shard shard) {
        var plan = task.inOrder(shard);
        var evaluator = task.evaluator();
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, scratch.batch);
            evaluator.add(scratch.workspace, theta, scratch.batch);
        }
        task.validate(theta, shard, evaluator);
        return evaluator.evaluation();
    }

    private Plan plan(Shard shard, int epoch) {
        return task.epoch(shard, RandomKeys.mix(conf.run().seed(), epoch, shard.number()));
    }

    @Override
    public void close() {
        scratch.close();
    }
}
