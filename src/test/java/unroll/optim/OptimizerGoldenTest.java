package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.optimizer.ClipConf;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenOptimizer;
import unroll.golden.GoldenTensor;
import unroll.nn.Layout;

/** Optimisers and clipping agree with the reference vectors. */
final class OptimizerGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> optimizers() {
        return GoldenFiles.tests(GoldenFile.Kind.OPTIMIZER, OptimizerGoldenTest::walk);
    }

    @TestFactory
    Stream<DynamicTest> clipping() {
        return GoldenFiles.tests(GoldenFile.Kind.CLIP, OptimizerGoldenTest::clip);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return Stream.concat(
                GoldenFiles.faults(GoldenFile.Kind.CLIP, OptimizerGoldenTest::clip),
                GoldenFiles.faults(GoldenFile.Kind.OPTIMIZER, OptimizerGoldenTest::walk));
    }

    /** The file's path, step by step, down the sum of tanh(A v - b)². */
    private static void walk(GoldenFile file) {
        var conf = GoldenOptimizer.conf(file);
        var optimizer = Optimizer.of(conf);
        var v = file.tensor("start").floats();
        var gradient = new float[v.length];
        var moments = new float[optimizer.moments().size()][v.length];
        var path = file.tensors("path");
        assertEquals(path.size(), file.count("losses"), file + " losses");
        for (int i = 0; i < path.size(); i++) {
            double loss = lossAndGradient(file.tensor("A"), file.tensor("b"), v, gradient);
            file.scalar("losses", Integer.toString(i)).check(TOLERANCE, loss);
            optimizer.step(v, gradient, moments, Ranges.of(0, v.length), conf.rate(), i + 1);
            path.get(i).check(TOLERANCE, v);
        }
    }

    private static double lossAndGradient(
            GoldenTensor a, GoldenTensor b, float[] v, float[] gradient) {
        a.requireShape(b.size(0), v.length);
        double loss = 0;
        var exact = new double[v.length];
        for (int r = 0; r < b.size(0); r++) {
            double sum = -b.at(r);
            for (int c = 0; c < v.length; c++) {
                sum += a.at(r, c) * v[c];
            }
            double y = Math.tanh(sum);
            loss += y * y;
            for (int c = 0; c < v.length; c++) {
                exact[c] += 2 * y * (1 - y * y) * a.at(r, c);
            }
        }
        for (int c = 0; c < v.length; c++) {
            gradient[c] = (float) exact[c];
        }
        return loss;
    }

    private static void clip(GoldenFile file) {
        var before = file.tensors("before");
        var after = file.tensors("after");
        assertEquals(before.size(), after.size(), file + " tensors after clipping");
        double threshold = file.stated("threshold");
        // Tensors one after the other, as slices lie in a flat vector.
        var starts = new ArrayList<Integer>(List.of(0));
        before.forEach(tensor -> starts.add(starts.get(starts.size() - 1) + tensor.data().length));
        int size = starts.get(before.size());
        var gradient = new float[size];
        var ranges = Ranges.none();
        for (int i = 0; i < before.size(); i++) {
            var part = before.get(i).floats();
            System.arraycopy(part, 0, gradient, starts.get(i), part.length);
            ranges.add(starts.get(i), starts.get(i + 1));
        }
        var conf = file.has("norm") ? new ClipConf.Norm(threshold) : new ClipConf.Value(threshold);
        var layout = new Layout.Builder().build();
        var outcome = Clip.of(conf, layout).apply(gradient, ranges);
        if (file.has("norm")) {
            file.scalar("norm").check(TOLERANCE, outcome.norm());
        }
        for (int i = 0; i < after.size(); i++) {
            after.get(i)
                    .check(
                            TOLERANCE,
                            java.util.Arrays.copyOfRange(
                                    gradient, starts.get(i), starts.get(i + 1)));
        }
    }
}
