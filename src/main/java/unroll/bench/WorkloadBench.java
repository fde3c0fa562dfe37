package unroll.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import unroll.conf.KernelChoice;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.nn.batch.Batch;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;

/**
 * Speed of whole training steps (forward, backward, clipping by norm, Adam with rows lazily) and of
 * scoring, of one {@link Workload}. Each is measured in a JVM of its own, as each model is trained
 * in: what the JIT compiler learnt from another model's shapes would slow it down.
 */
final class WorkloadBench {
    private static final int WARM_UP = 4;
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(10);
    private static final int STEPS = 12;
    private static final int REPEATS = 7;

    /**
     * Tokens a second of all threads together.
     *
     * @param training 0 if it is not timed
     */
    record Speed(Workload workload, double training, double scoring) {}

    private WorkloadBench() {}

    /**
     * Measures in a new process with this one's Java and options.
     *
     * @throws IllegalStateException if the process fails, with its output
     */
    static Speed inOwnProcess(Workload workload, int threads) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(WorkloadBench.class.getName(), workload.name(), "" + threads));
        try {
            var process = new ProcessBuilder(command).start();
            // Its standard error, some lines at most, is shown if it fails.
            try (var printed = process.inputReader(StandardCharsets.UTF_8);
                    var said = process.errorReader(StandardCharsets.UTF_8)) {
                var lines = printed.lines().toList();
                var errors = said.lines().collect(Collectors.joining(System.lineSeparator()));
                int code = process.waitFor();
                if (code != 0 || lines.size() != 2) {
                    throw new IllegalStateException(
                            String.format(
                                    Locale.ROOT,
                                    "measuring %s ended with exit code %d: %s",
                                    workload.name(),
                                    code,
                                    errors));
                }
                return new Speed(
                        workload,
                        Double.parseDouble(lines.get(0)),
                        Double.parseDouble(lines.get(1)));
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Prints tokens a second in training, or 0, and in scoring, one a line. */
    public static void main(String[] args) {
        int threads = Integer.parseInt(args[1]);
        var workload =
                Workloads.ALL.stream()
                        .filter(w -> w.name().equals(args[0]))
                        .findFirst()
                        .orElseThrow();
        System.out.println(workload.trains() ? rate(workload, threads, true) : 0);
        System.out.println(rate(workload, threads, false));
    }

    /** Tokens a second of all threads together. */
    private static double rate(Workload workload, int threads, boolean training) {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var measurements = new ArrayList<Callable<Double>>();
            for (int thread = 0; thread < threads; thread++) {
                long seed = thread;
                measurements.add(
                        () -> training ? training(workload, seed) : scoring(workload, seed));
            }
            double sum = 0;
            for (var measured : pool.invokeAll(measurements)) {
                sum += measured.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static double training(Workload workload, long seed) {
        var network = workload.network(KernelChoice.AUTO);
        var layout = network.layout();
        var byRow = layout.byRow();
        var theta = layout.initialParameters(1);
        var gradient = new float[theta.length];
        var moments = new float[2][theta.length];
        var clip = Clip.of(new ClipConf.Norm(1), layout);
        var adam = Optimizer.of(new OptimizerConf.Adam(1e-3, 0.9, 0.999, 1e-8));
        var workspace = network.open(workload.capacity(true));
        var dense = Ranges.dense(layout);
        var ranges = Ranges.none();
        long[] steps = {0};
        return median(
                workload,
                seed,
                batch -> {
                    workspace.train(theta, gradient, batch, steps[0]);
                    ranges.set(dense);
                    for (int s = 0; s < byRow.size(); s++) {
                        ranges.addRows(byRow.get(s), workspace.used(s));
                    }
                    clip.apply(gradient, ranges);
                    adam.step(theta, gradient, moments, ranges, 1e-3, ++steps[0]);
                });
    }

    private static double scoring(Workload workload, long seed) {
        return median(workload, seed, workload.scoring(KernelChoice.AUTO));
    }

    private static double median(Workload workload, long seed, Consumer<Batch> step) {
        var batches = workload.batches(seed);
        // The JIT compiler needs more passes than a peer's native code, and time: not measured.
        long end = System.nanoTime() + WARM_UP_TIME.toNanos();
        for (int i = 0; i < WARM_UP || System.nanoTime() < end; i++) {
            batches.forEach(step);
        }
        var rates = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            long tokens = 0;
            for (var batch : batches.subList(0, Math.min(STEPS, batches.size()))) {
                step.accept(batch);
                tokens += workload.tokens(batch);
            }
            rates[i] = tokens * 1e9 / (System.nanoTime() - start);
        }
        Arrays.sort(rates);
        return rates[REPEATS / 2];
    }
}
