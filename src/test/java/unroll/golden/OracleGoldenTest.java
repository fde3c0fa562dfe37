package unroll.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.optimizer.OptimizerConf;
import unroll.oracle.Gates;
import unroll.oracle.OracleCell;
import unroll.oracle.OracleClassifier;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleElman;
import unroll.oracle.OracleGru;
import unroll.oracle.OracleLstm;
import unroll.oracle.OracleOptimizer;
import unroll.oracle.OraclePooling;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The oracle agrees with the reference vectors, so that it can stand for them at any size. */
final class OracleGoldenTest {
    /** Both sides compute in double. */
    private static final double EXACT = 1e-10;

    @TestFactory
    Stream<DynamicTest> recurrentLayers() {
        return GoldenFiles.tests(GoldenFile.Kind.RECURRENT, OracleGoldenTest::recurrent);
    }

    @TestFactory
    Stream<DynamicTest> truncatedBackpropagation() {
        return GoldenFiles.tests(GoldenFile.Kind.TRUNCATED, OracleGoldenTest::truncated);
    }

    @TestFactory
    Stream<DynamicTest> crossEntropy() {
        return GoldenFiles.tests(GoldenFile.Kind.CROSS_ENTROPY, OracleGoldenTest::crossEntropy);
    }

    @TestFactory
    Stream<DynamicTest> clipping() {
        return GoldenFiles.tests(GoldenFile.Kind.CLIP, OracleGoldenTest::clip);
    }

    @TestFactory
    Stream<DynamicTest> optimizers() {
        return GoldenFiles.tests(GoldenFile.Kind.OPTIMIZER, OracleGoldenTest::optimizer);
    }

    @TestFactory
    Stream<DynamicTest> training() {
        return GoldenFiles.tests(GoldenFile.Kind.TRAINING, OracleGoldenTest::training);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return Stream.of(
                        GoldenFiles.faults(GoldenFile.Kind.RECURRENT, OracleGoldenTest::recurrent),
                        GoldenFiles.faults(GoldenFile.Kind.TRUNCATED, OracleGoldenTest::truncated),
                        GoldenFiles.faults(
                                GoldenFile.Kind.CROSS_ENTROPY, OracleGoldenTest::crossEntropy),
                        GoldenFiles.faults(GoldenFile.Kind.CLIP, OracleGoldenTest::clip),
                        GoldenFiles.faults(GoldenFile.Kind.OPTIMIZER, OracleGoldenTest::optimizer),
                        GoldenFiles.faults(GoldenFile.Kind.TRAINING, OracleGoldenTest::training))
                .flatMap(tests -> tests);
    }

    private static void recurrent(GoldenFile file) {
        var sizes = new GoldenRecurrent(file);
        var tape = new Tape();
        var leaves = leaves(tape, file, "params");
        var parameters = parameters(leaves, sizes.directions(), sizes.cell());
        var stack = stack(sizes.cell(), sizes.layers(), sizes.units(), sizes.bidirectional());
        int features = sizes.directionsOfALayer() * sizes.units();
        var x = new Scalar[sizes.sequences()][sizes.steps()][];
        var y = new double[sizes.steps() * sizes.sequences() * features];
        var finals = new double[stack.layers().get(0).cell().states()][];
        for (int s = 0; s < finals.length; s++) {
            finals[s] = new double[file.tensor("h_n").data().length];
        }
        Scalar loss = null;
        for (int b = 0; b < sizes.sequences(); b++) {
            for (int t = 0; t < sizes.steps(); t++) {
                x[b][t] = row(tape, file.tensor("x"), t, b);
            }
            var result =
                    stack.run(tape, parameters, java.util.Arrays.copyOf(x[b], sizes.length(b)));
            for (int t = 0; t < sizes.length(b); t++) {
                store(result.outputs()[t], y, t * sizes.sequences() + b);
                loss = added(loss, result.outputs()[t], row(tape, file.tensor("dy"), t, b));
            }
            for (int d = 0; d < result.finals().size(); d++) {
                for (int s = 0; s < finals.length; s++) {
                    var last = result.finals().get(d)[s];
                    store(last, finals[s], d * sizes.sequences() + b);
                    loss =
                            added(
                                    loss,
                                    last,
                                    row(tape, file.tensor(s == 0 ? "dh_n" : "dc_n"), d, b));
                }
            }
        }
        tape.differentiate(loss);
        file.tensor("y").check(EXACT, y);
        file.tensor("h_n").check(EXACT, finals[0]);
        if (sizes.hasCell()) {
            file.tensor("c_n").check(EXACT, finals[1]);
        }
        file.scalar("loss").check(EXACT, loss.value());
        leaves.forEach(
                (name, leaf) ->
                        file.tensor("grad_params", name).check(EXACT, Vectors.gradients(leaf)));
        var dx = new double[file.tensor("grad_x").data().length];
        for (int b = 0; b < sizes.sequences(); b++) {
            for (int t = 0; t < sizes.steps(); t++) {
                var gradients = Vectors.gradients(x[b][t]);
                System.arraycopy(
                        gradients,
                        0,
                        dx,
                        (t * sizes.sequences() + b) * sizes.inputs(),
                        sizes.inputs());
            }
        }
        file.tensor("grad_x").check(EXACT, dx);
    }

    private static void truncated(GoldenFile file) {
        var tape = new Tape();
        var leaves = leaves(tape, file, "params");
        var directions = List.of(new GoldenRecurrent.Direction("l0.forward", "_l0"));
        var parameters = parameters(leaves, directions, "lstm");
        var x = file.tensor("x");
        var hn = file.tensor("h_n");
        int units = hn.size(2);
        int sequences = x.size(1);
        int chunk = file.integer("chunk");
        var stack = stack("lstm", 1, units, false);
        var states = new ArrayList<List<Scalar[][]>>();
        for (int b = 0; b < sequences; b++) {
            states.add(List.<Scalar[][]>of(new Scalar[][] {tape.zeros(units), tape.zeros(units)}));
        }
        var losses = new ArrayList<Scalar>();
        for (int from = 0; from < x.size(0); from += chunk) {
            int length = Math.min(chunk, x.size(0) - from);
            Scalar loss = null;
            for (int b = 0; b < sequences; b++) {
                var window = new Scalar[length][];
                for (int t = 0; t < length; t++) {
                    window[t] = row(tape, x, from + t, b);
                }
                var result = stack.run(tape, parameters, window, states.get(b));
                for (int t = 0; t < length; t++) {
                    loss =
                            added(
                                    loss,
                                    result.outputs()[t],
                                    row(tape, file.tensor("dy"), from + t, b));
                }
                var last = result.finals().get(0);
                states.set(
                        b,
                        List.<Scalar[][]>of(
                                new Scalar[][] {
                                    Vectors.each(last[0], Scalar::detached),
                                    Vectors.each(last[1], Scalar::detached)
                                }));
            }
            losses.add(loss);
        }
        tape.differentiate(losses.stream().reduce(Scalar::plus).orElseThrow());
        assertEquals(file.count("losses"), losses.size(), file.name() + " chunks");
        for (int i = 0; i < losses.size(); i++) {
            file.scalar("losses", Integer.toString(i)).check(EXACT, losses.get(i).value());
        }
        leaves.forEach(
                (name, leaf) ->
                        file.tensor("grad_params", name).check(EXACT, Vectors.gradients(leaf)));
        for (int s = 0; s < 2; s++) {
            var last = new double[hn.data().length];
            for (int b = 0; b < sequences; b++) {
                store(states.get(b).get(0)[s], last, b);
            }
            file.tensor(s == 0 ? "h_n" : "c_n").check(EXACT, last);
        }
    }

    private static void crossEntropy(GoldenFile file) {
        var logits = file.tensor("logits");
        var targets = file.integers("targets");
        var tape = new Tape();
        var leaves = tape.leaves(logits.data());
        var rows = new Parameters().with("z", leaves, logits.shape()).matrix("z");
        var weights = file.has("weight") ? file.numbers("weight") : new double[0];
        var loss = new OracleCrossEntropy(weights, file.number("smoothing")).mean(rows, targets);
        tape.differentiate(loss);
        assertEquals(logits.size(0), targets.length, file.name() + " targets");
        file.scalar("loss").check(EXACT, loss.value());
        file.tensor("grad_logits").check(EXACT, Vectors.gradients(leaves));
    }

    private static void clip(GoldenFile file) {
        var gradients = new ArrayList<double[]>();
        file.tensors("before").forEach(tensor -> gradients.add(tensor.data().clone()));
        double threshold = file.stated("threshold");
        if (file.has("norm")) {
            file.scalar("norm").check(EXACT, OracleOptimizer.norm(gradients));
            OracleOptimizer.clipNorm(gradients, threshold);
        } else {
            OracleOptimizer.clipValue(gradients, threshold);
        }
        var after = file.tensors("after");
        assertEquals(gradients.size(), after.size(), file.name() + " tensors after clipping");
        for (int i = 0; i < after.size(); i++) {
            after.get(i).check(EXACT, gradients.get(i));
        }
    }

    private static void optimizer(GoldenFile file) {
        var rule = OracleOptimizer.of(GoldenOptimizer.conf(file));
        var v = file.tensor("start").data().clone();
        var path = file.tensors("path");
        assertEquals(path.size(), file.count("losses"), file.name() + " losses");
        for (int i = 0; i < path.size(); i++) {
            var tape = new Tape();
            var leaves = tape.leaves(v);
            var matrix = file.tensor("A");
            var a =
                    new Parameters()
                            .with("A", tape.leaves(matrix.data()), matrix.shape())
                            .matrix("A");
            var b = tape.leaves(file.tensor("b").data());
            var residuals =
                    Vectors.each(Vectors.product(a, leaves), b, (p, q) -> p.minus(q).tanh());
            var loss = Vectors.dot(residuals, residuals);
            tape.differentiate(loss);
            file.scalar("losses", Integer.toString(i)).check(EXACT, loss.value());
            rule.step(v, Vectors.gradients(leaves));
            path.get(i).check(EXACT, v);
        }
    }

    private static void training(GoldenFile file) {
        var training = new GoldenTraining(file);
        var values = new LinkedHashMap<String, double[]>();
        var rules = new LinkedHashMap<String, OracleOptimizer>();
        for (String name : training.trained()) {
            values.put(name, training.start(name).data().clone());
            rules.put(
                    name,
                    OracleOptimizer.of(new OptimizerConf.Adam(training.rate(), 0.9, 0.999, 1e-8)));
        }
        var stack = stack("lstm", 1, training.units(), false);
        var classifier = new OracleClassifier(stack, OraclePooling.LAST);
        var mean = new OracleCrossEntropy(new double[0], 0);
        for (int i = 0; i < training.steps(); i++) {
            var tape = new Tape();
            var parameters = new Parameters();
            values.forEach(
                    (name, v) ->
                            parameters.with(name, tape.leaves(v), training.start(name).shape()));
            var loss = classifier.loss(tape, parameters, training.words(), training.labels(), mean);
            tape.differentiate(loss);
            training.loss(i).check(EXACT, loss.value());
            var gradients = new LinkedHashMap<String, double[]>();
            values.keySet()
                    .forEach(
                            name ->
                                    gradients.put(
                                            name, Vectors.gradients(parameters.vector(name))));
            var all = List.copyOf(gradients.values());
            training.norm(i).check(EXACT, OracleOptimizer.norm(all));
            OracleOptimizer.clipNorm(all, training.clip());
            rules.forEach((name, rule) -> rule.step(values.get(name), gradients.get(name)));
        }
        values.forEach((name, v) -> training.end(name).check(EXACT, v));
    }

    private static OracleStack stack(String cell, int layers, int units, boolean bidirectional) {
        OracleCell equations =
                switch (cell) {
                    case "lstm" -> new OracleLstm(new Gates("ifgo"));
                    case "gru" ->
                            new OracleGru(
                                    new Gates("rzn"), new Gates("rzn"), new Gates("rznu"), true);
                    case "rnn_tanh" -> new OracleElman(false);
                    case "rnn_relu" -> new OracleElman(true);
                    default -> throw new AssertionError("no oracle of the cell " + cell);
                };
        return new OracleStack(
                Collections.nCopies(
                        layers, new OracleStack.Layer(equations, units, bidirectional)));
    }

    private static Map<String, Scalar[]> leaves(Tape tape, GoldenFile file, String group) {
        var leaves = new LinkedHashMap<String, Scalar[]>();
        for (String name : file.names(group)) {
            leaves.put(name, tape.leaves(file.tensor(group, name).data()));
        }
        return leaves;
    }

    /**
     * The file's parameters under the oracle's names: the two biases of a gate become their sum.
     */
    private static Parameters parameters(
            Map<String, Scalar[]> leaves, List<GoldenRecurrent.Direction> directions, String cell) {
        var parameters = new Parameters();
        for (var direction : directions) {
            var wx = leaves.get(direction.parameter("weight_ih"));
            var wh = leaves.get(direction.parameter("weight_hh"));
            var bx = leaves.get(direction.parameter("bias_ih"));
            var bh = leaves.get(direction.parameter("bias_hh"));
            var b = Vectors.plus(bx, bh);
            var own = parameters.under(direction.name());
            if (cell.equals("gru")) {
                // The candidate's two biases stay apart: the reset gate acts on one of them.
                int units = b.length / 3;
                System.arraycopy(bx, 2 * units, b, 2 * units, units);
                var second = java.util.Arrays.copyOfRange(bh, 2 * units, 3 * units);
                b = Vectors.joined(b, second);
            }
            int rows = bx.length;
            own.with("wx", wx, rows, wx.length / rows)
                    .with("wh", wh, rows, wh.length / rows)
                    .with("b", b, b.length);
        }
        return parameters;
    }

    /** The last dimension at two places of the first ones. */
    private static Scalar[] row(Tape tape, GoldenTensor tensor, int first, int second) {
        var row = new double[tensor.size(2)];
        for (int i = 0; i < row.length; i++) {
            row[i] = tensor.at(first, second, i);
        }
        return tape.leaves(row);
    }

    private static Scalar added(Scalar sum, Scalar[] a, Scalar[] b) {
        var dot = Vectors.dot(a, b);
        return sum == null ? dot : sum.plus(dot);
    }

    private static void store(Scalar[] row, double[] into, int index) {
        System.arraycopy(Vectors.values(row), 0, into, index * row.length, row.length);
    }
}
