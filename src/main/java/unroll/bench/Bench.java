package unroll.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import unroll.bench.WorkloadBench.Speed;
import unroll.conf.ConfigurationException;
import unroll.math.Kernels;
import unroll.math.Panels;

/**
 * Speed on this machine: the peak of bare multiply-adds, packed products, and training and scoring
 * of the {@link Workload}s.
 */
public final class Bench {
    private static final List<int[]> PRODUCTS =
            List.of(
                    new int[] {64, 128, 512},
                    new int[] {64, 512, 128},
                    new int[] {64, 256, 1024},
                    new int[] {2400, 128, 512});

    private final Kernels kernels = Kernels.fastest();

    private Bench() {}

    /**
     * Measures and prints.
     *
     * @param names of workloads; empty for all
     * @param threads that each run a model of their own; speeds are added up
     * @param json whether one JSON object is printed instead of the table
     */
    public static void run(List<String> names, int threads, boolean json, PrintStream out) {
        var workloads =
                Workloads.ALL.stream()
                        .filter(w -> names.isEmpty() || names.contains(w.name()))
                        .toList();
        for (var name : names) {
            if (workloads.stream().noneMatch(w -> w.name().equals(name))) {
                throw new ConfigurationException(
                        "no workload "
                                + name
                                + "; there are "
                                + String.join(
                                        ", ", Workloads.ALL.stream().map(Workload::name).toList()));
            }
        }
        var bench = new Bench();
        double peak = bench.peak();
        var products = PRODUCTS.stream().map(shape -> bench.product(shape)).toList();
        var speeds = workloads.stream().map(w -> WorkloadBench.inOwnProcess(w, threads)).toList();
        out.println(
                json
                        ? json(peak, products, speeds)
                        : table(bench.kernels, threads, peak, products, speeds));
    }

    private static String json(double peak, List<Double> products, List<Speed> speeds) {
        var shapes = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < PRODUCTS.size(); i++) {
            shapes.add(entry("shape", PRODUCTS.get(i), "gflops", round(products.get(i))));
        }
        var report = new LinkedHashMap<String, Object>();
        report.put("fmaPeakGflops", round(peak));
        report.put("products", shapes);
        var trained = speeds.stream().filter(speed -> speed.workload().trains()).toList();
        report.put("training", rates(trained, Speed::training));
        report.put("scoring", rates(speeds, Speed::scoring));
        try {
            return new ObjectMapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, Object>> rates(
            List<Speed> speeds, ToDoubleFunction<Speed> rate) {
        return speeds.stream()
                .map(
                        speed ->
                                entry(
                                        "workload",
                                        speed.workload().name(),
                                        "tokensPerSecond",
                                        Math.round(rate.applyAsDouble(speed))))
                .toList();
    }

    private static Map<String, Object> entry(
            String key, Object value, String other, Object otherValue) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put(key, value);
        entry.put(other, otherValue);
        return entry;
    }

    private static double round(double gflops) {
        return Math.round(gflops * 10) / 10.0;
    }

    private static String table(
            Kernels kernels, int threads, double peak, List<Double> products, List<Speed> speeds) {
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT, "kernels: %s; threads: %d%n", kernels.description(), threads));
        text.append(
                String.format(
                        Locale.ROOT, "bare multiply-adds, one thread   %8.1f GFLOP/s%n", peak));
        for (int i = 0; i < PRODUCTS.size(); i++) {
            var shape = PRODUCTS.get(i);
            var name =
                    String.format(
                            Locale.ROOT,
                            "product [%d,%d]x[%d,%d]",
                            shape[0],
                            shape[1],
                            shape[1],
                            shape[2]);
            double share = 100 * products.get(i) / peak;
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-32s %8.1f GFLOP/s %4.0f %% of it%n",
                            name,
                            products.get(i),
                            share));
        }
        text.append(
                String.format(
                        "%n%-11s%-44s%18s%8s%18s%8s%n",
                        "workload", "model", "training", "of peak", "scoring", "of peak"));
        double ofPeak = 100 * 2e-9 / (peak * threads); // per cent, of multiply-adds a second
        for (var speed : speeds) {
            var w = speed.workload();
            var adds = w.multiplyAdds();
            var training = w.trains() ? measured(speed.training(), ofPeak * adds.training()) : "";
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-11s%-44s%26s%s%n",
                            w.name(),
                            w.description(),
                            training,
                            measured(speed.scoring(), ofPeak * adds.scoring())));
        }
        return text.toString().stripTrailing();
    }

    /**
     * @param ofPeak the share of the peak, in per cent, that a token a second takes
     */
    private static String measured(double speed, double ofPeak) {
        return String.format(Locale.ROOT, "%,12.0f tok/s%8s", speed, percent(ofPeak * speed));
    }

    /** Returns the share of the peak of multiply-adds; empty if nothing is multiplied. */
    private static String percent(double share) {
        return share == 0 ? "none" : String.format(Locale.ROOT, "%.0f %%", share);
    }

    private double peak() {
        var sink = new float[] {0.5f, 0};
        double best = 0;
        for (int i = 0; i < 400; i++) {
            // Short calls: the JIT compiler then replaces the whole method, not the running loop.
            long start = System.nanoTime();
            long done = 0;
            for (int call = 0; call < 50; call++) {
                done += kernels.multiplyAdds(2_000, sink);
            }
            best = Math.max(best, 2.0 * done / (System.nanoTime() - start));
        }
        return best;
    }

    /**
     * Returns GFLOP/s of [m, k] x [k, n], the best of some repeats, which other load on the machine
     * affects least.
     */
    private double product(int[] shape) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        var a = new float[m * k];
        var b = new float[Panels.size(k, n)];
        var c = new float[m * n];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
        int calls = (int) Math.max(4, 50_000_000L / ((long) m * n * k));
        double best = 0;
        for (int i = 0; i < 40; i++) {
            long start = System.nanoTime();
            for (int call = 0; call < calls; call++) {
                kernels.multiply(m, n, k, a, 0, k, b, 0, c, 0, n, false);
            }
            best = Math.max(best, 2.0 * m * n * k * calls / (System.nanoTime() - start));
        }
        return best;
    }
}
