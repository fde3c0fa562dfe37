package unroll.cli;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import unroll.bench.Workload;
import unroll.conf.KernelChoice;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;

/** A whole step of training and one of scoring, on the workloads of {@code unroll bench}. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TrainingStepBenchmark {
    @Param({"S1", "S2", "S3", "S7"})
    private String workload;

    private final Optimizer adam = Optimizer.of(new OptimizerConf.Adam(1e-3, 0.9, 0.999, 1e-8));
    private final Ranges ranges = Ranges.none();
    private Layout layout;
    private Clip clip;
    private Ranges dense;
    private float[] theta;
    private float[] gradient;
    private float[][] moments;
    private List<Batch> batches;
    private Workspace training;
    private Workspace scoring;
    private long steps;

    @Setup
    public void open() {
        var of = Workload.ALL.stream().filter(w -> w.name().equals(workload)).findFirst();
        var work = of.orElseThrow();
        var network = work.network(KernelChoice.AUTO);
        layout = network.layout();
        clip = Clip.of(new ClipConf.Norm(1), layout);
        dense = Ranges.dense(layout);
        theta = layout.initialParameters(1);
        gradient = new float[theta.length];
        moments = new float[2][theta.length];
        batches = work.batches(1);
        training = network.open(new Capacity(work.sequences(), work.mostTokens(), true));
        scoring = network.open(new Capacity(work.sequences(), work.mostTokens(), false));
    }

    private Batch next() {
        return batches.get((int) (++steps % batches.size()));
    }

    /** Forward, backward, clipping by norm, and Adam on the rows that were used. */
    @Benchmark
    public float[] train() {
        training.train(theta, gradient, next(), steps);
        ranges.set(dense).addRows(layout.byRow().get(0), training.used(0));
        clip.apply(gradient, ranges);
        adam.step(theta, gradient, moments, ranges, 1e-3, steps);
        return theta;
    }

    /** Forward with a model that stays as it is. */
    @Benchmark
    public float[] score() {
        return scoring.score(theta, next());
    }
}
