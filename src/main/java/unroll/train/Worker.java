package unroll.train;

import unroll.conf.Configuration;
import unroll.data.Batcher;
import unroll.data.Shard;
import unroll.math.Keys;
import unroll.nn.Workspace.Loss;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.task.Scorer;

/**
 * Trains on one shard for one round: a pure function of snapshot, shard and round, whatever thread,
 * process or attempt runs it.
 */
public final class Worker {
    private final Configuration conf;
    private final Scratch scratch;
    private final Optimizer optimizer;
    private final Clip clip;
    private final Rates rates;

    private Worker(WorkerSpec spec, Scratch scratch) {
        conf = spec.conf();
        this.scratch = scratch;
        optimizer = Optimizer.of(conf.training().optimizer());
        clip = Clip.of(conf.training().clip());
        rates = Rates.of(conf.training());
    }

    /** A shard's part of a round, as the sync strategy wants it. */
    public static Update train(WorkerSpec spec, Snapshot start, Shard shard, RoundId round) {
        var sync = Sync.of(spec.conf());
        try (var scratch = Scratch.borrow(spec, sync.workerMoments())) {
            return sync.local(new Worker(spec, scratch), start, shard, round);
        }
    }

    /** Scores the examples of a shard that have a class. */
    public static Evaluation evaluate(WorkerSpec spec, Snapshot snapshot, Shard shard) {
        int moments = Sync.of(spec.conf()).workerMoments();
        try (var scratch = Scratch.borrow(spec, moments)) {
            return new Worker(spec, scratch).score(snapshot.theta(), shard);
        }
    }

    /** Batches of a shard in an epoch. */
    public static int batches(WorkerSpec spec, Shard shard, int epoch) {
        return plan(spec.conf(), shard, epoch).batches();
    }

    /**
     * Goes through the shard's batches of this round, one clipped optimiser step each.
     *
     * @param keep whether the moments go on from the snapshot's and travel back; else they start
     *     anew
     */
    Update steps(Snapshot start, Shard shard, RoundId round, boolean keep) {
        scratch.load(start, round.epoch());
        var plan = plan(conf, shard, round.epoch());
        var metrics = new Metrics();
        double weight = 0;
        long steps = 0;
        // Moments that start anew want the bias correction of a first step.
        long before = keep ? start.steps() : 0;
        for (int b = round.from(plan.batches()); b < round.to(plan.batches()); b++) {
            var loss = gradient(plan, b, shard, round, metrics);
            if (loss.terms() > 0) {
                var outcome = clip.apply(scratch.gradient, scratch.ranges);
                if (Double.isFinite(loss.sum()) && outcome.finite()) {
                    steps++;
                    double done = round.epoch() + (double) b / plan.batches();
                    optimizer.step(
                            scratch.theta,
                            scratch.gradient,
                            scratch.moments,
                            scratch.ranges,
                            rates.rate(
                                    start.steps() + steps,
                                    done / conf.training().epochs(),
                                    start.rateScale()),
                            before + steps);
                    scratch.countUses();
                    weight += loss.terms();
                    metrics.learnt(loss);
                    metrics.clip(outcome.clipped());
                } else {
                    metrics.skip();
                }
            }
            scratch.clearRows();
        }
        return keep
                ? scratch.update(weight, steps, metrics, scratch.stepped())
                : scratch.update(weight, steps, metrics, scratch.theta);
    }

    /** The clipped mean gradient over the shard's batches of this round, all at the same theta. */
    Update meanGradient(Snapshot start, Shard shard, RoundId round) {
        scratch.load(start, round.epoch());
        var plan = plan(conf, shard, round.epoch());
        var metrics = new Metrics();
        var mean = new MeanGradient(scratch);
        for (int b = round.from(plan.batches()); b < round.to(plan.batches()); b++) {
            var loss = gradient(plan, b, shard, round, metrics);
            if (loss.terms() > 0) {
                double norm = Clip.norm(scratch.gradient, scratch.ranges);
                if (Double.isFinite(loss.sum()) && Double.isFinite(norm)) {
                    mean.add(loss.terms());
                    scratch.countUses();
                    metrics.learnt(loss);
                } else {
                    metrics.skip();
                }
            }
            scratch.clearRows();
        }
        if (mean.weight() > 0) {
            mean.write();
            metrics.clip(clip.apply(scratch.gradient, scratch.ranges).clipped());
        }
        return scratch.update(mean.weight(), 1, metrics, scratch.gradient);
    }

    /** BPTT of one batch; afterwards the scratch's ranges are what it moves. */
    private Loss gradient(Batcher plan, int batch, Shard shard, RoundId round, Metrics metrics) {
        plan.fill(batch, scratch.batch);
        long key = Keys.mix(conf.run().seed(), round.epoch(), shard.number(), batch);
        long start = System.nanoTime();
        var loss = scratch.workspace.train(scratch.theta, scratch.gradient, scratch.batch, key);
        metrics.batch(scratch.batch.packing().rows(), System.nanoTime() - start);
        scratch.parts.moved(scratch.workspace, scratch.ranges);
        return loss;
    }

    private Evaluation score(float[] theta, Shard shard) {
        var training = conf.training();
        var plan = Batcher.inOrder(shard, training.batch(), training.batchTokens());
        var evaluation = new Evaluation();
        int classes = scratch.network.outputs();
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, scratch.batch);
            var probabilities = scratch.workspace.score(theta, scratch.batch);
            for (int i = 0; i < scratch.batch.packing().sequences(); i++) {
                int target = scratch.batch.targets()[i];
                if (target >= 0) {
                    int best = Scorer.best(probabilities, i * classes, classes);
                    evaluation.count(probabilities[i * classes + target], best == target);
                }
            }
        }
        return evaluation;
    }

    private static Batcher plan(Configuration conf, Shard shard, int epoch) {
        var training = conf.training();
        long key = Keys.mix(conf.run().seed(), epoch, shard.number());
        return Batcher.plan(shard, training.batch(), training.batchTokens(), key);
    }
}
