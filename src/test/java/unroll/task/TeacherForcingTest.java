package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.KernelChoice;
import unroll.encode.Scaling;
import unroll.golden.GoldenTensor;
import unroll.nn.Capacity;
import unroll.nn.batch.Batch;
import unroll.oracle.OracleCell.Past;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleElman;
import unroll.oracle.OracleJordan;
import unroll.oracle.OracleLeaky;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.forecast.Forecast;
import unroll.task.language.Language;
import unroll.task.registry.Tasks;

/**
 * A Jordan layer with a teacher is fed the target of the step before in training, its own output
 * where there is no target and in scoring, and its outputs are the network's.
 */
final class TeacherForcingTest {
    private static final double TOLERANCE = 1e-5;
    private static final int WIDTH = 2; // of vectors
    private static final int WORDS = 5;
    private static final int[] LENGTHS = {6, 4, 1};
    private static final int ROWS = 11;

    private final Random random = new Random(3);

    private static Task task(boolean words, KernelChoice kernels) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: %s
                        run: {dir: nowhere}
                        data: {train: {format: json, path: nowhere%s}}
                        model:
                          embedding: 3
                          layers:
                            - {cell: lstm, size: 4}
                            - {cell: jordan, size: 3, output: %s, teacherForcing: true, alpha: learned, lags: [1, 2]}
                        bptt: {steps: 5}
                        kernels: %s
                        """
                                        .formatted(
                                                words ? "language" : "forecast",
                                                words ? "" : ", sequence: x",
                                                words ? "softmax" : "linear",
                                                kernels.name().toLowerCase(Locale.ROOT)),
                                "test",
                                List.of());
        return words
                ? new Language(conf, WORDS)
                : new Forecast(conf, 0, Scaling.none(WIDTH), Scaling.none(0));
    }

    private float[] theta(Task task) {
        var theta = new float[task.network().layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.6 * random.nextGaussian());
        }
        return theta;
    }

    /**
     * @param gaps whether two steps have no target
     */
    private Batch batch(Task task, boolean gaps, int... lengths) {
        var batch = task.schema().batch(lengths.length, ROWS);
        batch.source().pack(lengths, lengths.length);
        boolean words = task.schema().source().ids();
        for (int row = 0; row < batch.packing().rows(); row++) {
            if (words) {
                batch.source().ids()[row] = random.nextInt(WORDS);
                batch.target().ids()[row] = random.nextInt(WORDS);
            }
            for (int i = row * WIDTH; !words && i < (row + 1) * WIDTH; i++) {
                batch.source().values()[i] = (float) random.nextGaussian();
                batch.target().values()[i] = (float) random.nextGaussian();
            }
        }
        if (gaps) {
            for (int row : new int[] {batch.packing().row(1, 0), batch.packing().row(2, 1)}) {
                if (words) {
                    batch.target().ids()[row] = -1;
                } else {
                    Arrays.fill(batch.target().values(), row * WIDTH, (row + 1) * WIDTH, Float.NaN);
                }
            }
        }
        return batch;
    }

    private static boolean has(Batch batch, int row) {
        return batch.target().width() == 0
                ? batch.target().ids()[row] >= 0
                : !Float.isNaN(batch.target().values()[row * WIDTH]);
    }

    private static double[] target(Batch batch, int row) {
        var target = new double[batch.target().width() == 0 ? WORDS : WIDTH];
        for (int k = 0; k < target.length; k++) {
            target[k] =
                    batch.target().width() == 0
                            ? batch.target().ids()[row] == k ? 1 : 0
                            : batch.target().values()[row * WIDTH + k];
        }
        return target;
    }

    /** The sums of the output layer at every step of a packed sequence. */
    private static List<Scalar[]> sums(
            Tape tape, Task task, Parameters all, Batch batch, int b, boolean taught) {
        boolean words = task.schema().source().ids();
        var x = new Scalar[batch.packing().length(b)][];
        for (int t = 0; t < x.length; t++) {
            int row = batch.packing().row(t, b);
            x[t] =
                    words
                            ? all.rows("input.embedding", batch.source().ids()[row], 1)[0]
                            : tape.leaves(
                                    batch.source().values()[row * WIDTH],
                                    batch.source().values()[row * WIDTH + 1]);
        }
        var encoder = all.under("encoder");
        var lstm = new OracleStack.Layer(OracleCells.of(unroll.conf.CellConf.Name.LSTM), 4, false);
        var below = new OracleStack(List.of(lstm)).run(tape, encoder, x).outputs();
        var own = encoder.under("l1.forward");
        var hidden = new OracleLeaky(new OracleElman(false), null);
        int outputs = words ? WORDS : WIDTH;
        var h = tape.zeros(3);
        var last = tape.zeros(outputs);
        var older = tape.zeros(outputs);
        var sums = new ArrayList<Scalar[]>();
        for (int t = 0; t < x.length; t++) {
            var past = List.of(new Past("wh", last), new Past("wh2", older));
            h = hidden.step(own, below[t], past, new Scalar[][] {h})[0];
            var sum = OracleJordan.sums(own, h);
            sums.add(sum);
            older = last;
            int row = batch.packing().row(t, b);
            if (taught && has(batch, row)) {
                last = tape.leaves(target(batch, row));
            } else {
                last = words ? Vectors.each(OracleCrossEntropy.logSoftmax(sum), Scalar::exp) : sum;
            }
        }
        return sums;
    }

    private static Scalar loss(Tape tape, Task task, Parameters parameters, Batch batch) {
        var loss = tape.leaf(0);
        int terms = 0;
        for (int b = 0; b < batch.packing().sequences(); b++) {
            var sums = sums(tape, task, parameters, batch, b, true);
            for (int t = 0; t < sums.size(); t++) {
                int row = batch.packing().row(t, b);
                if (!has(batch, row)) {
                    continue;
                }
                if (task.schema().target().ids()) {
                    var log = OracleCrossEntropy.logSoftmax(sums.get(t));
                    loss = loss.plus(log[batch.target().ids()[row]].negated());
                    terms++;
                } else {
                    for (int k = 0; k < WIDTH; k++) {
                        var error = sums.get(t)[k].plus(-batch.target().values()[row * WIDTH + k]);
                        loss = loss.plus(error.times(error));
                        terms++;
                    }
                }
            }
        }
        return loss.times(1.0 / terms);
    }

    private static Scalar[] leaves(Tape tape, float[] theta) {
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        return tape.leaves(values);
    }

    private static Capacity capacity() {
        return new Capacity(LENGTHS.length, ROWS, true);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void trainingIsFedTheTargets(boolean words, boolean gaps) {
        var task = task(words, KernelChoice.AUTO);
        var theta = theta(task);
        var batch = batch(task, gaps, LENGTHS);
        var gradient = new float[theta.length];
        var found = task.network().open(capacity()).train(theta, gradient, batch, 1);

        var tape = new Tape();
        var leaves = leaves(tape, theta);
        var expected = loss(tape, task, Parameters.of(task.network().layout(), leaves), batch);
        tape.differentiate(expected);
        assertEquals(expected.value(), found.mean(), TOLERANCE * expected.value());
        for (var slice : task.network().layout().slices()) {
            var own = Arrays.copyOfRange(leaves, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {own.length}, Vectors.gradients(own))
                    .check(TOLERANCE, Arrays.copyOfRange(gradient, slice.offset(), slice.end()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scoringIsFedItsOwnOutputs(boolean words) {
        var task = task(words, KernelChoice.AUTO);
        var theta = theta(task);
        var batch = batch(task, false, LENGTHS);
        var workspace = task.network().open(capacity());
        workspace.train(theta, new float[theta.length], batch, 1);
        var scores = workspace.score(theta, batch);
        int outputs = task.network().outputs();
        var tape = new Tape();
        var parameters = Parameters.of(task.network().layout(), leaves(tape, theta));
        for (int b = 0; b < LENGTHS.length; b++) {
            var sums = sums(tape, task, parameters, batch, b, false);
            for (int t = 0; t < LENGTHS[b]; t++) {
                var expected =
                        words
                                ? Vectors.each(
                                        OracleCrossEntropy.logSoftmax(sums.get(t)), Scalar::exp)
                                : sums.get(t);
                int at = batch.packing().row(t, b) * outputs;
                for (int k = 0; k < outputs; k++) {
                    assertEquals(expected[k].value(), scores[at + k], 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLastTargetIsCarriedToTheNextBatch(boolean words) {
        var task = task(words, KernelChoice.AUTO);
        var theta = theta(task);
        var whole = batch(task, false, 7);
        var head = part(task, whole, 0, 4);
        var tail = part(task, whole, 4, 7);
        tail.setContinues(true);
        var gradient = new float[theta.length];
        var workspace = task.network().open(capacity());
        double sum = workspace.train(theta, gradient, whole, 1).sum();
        double first = workspace.train(theta, gradient, head, 1).sum();
        workspace.warmUp(theta, head);
        double second = workspace.train(theta, gradient, tail, 1).sum();
        assertEquals(sum, first + second, 1e-6 * sum);
    }

    /** Steps of a batch of one sequence. */
    private static Batch part(Task task, Batch whole, int from, int to) {
        var part = task.schema().batch(1, ROWS);
        part.source().pack(new int[] {to - from}, 1);
        if (task.schema().source().ids()) {
            System.arraycopy(whole.source().ids(), from, part.source().ids(), 0, to - from);
            System.arraycopy(whole.target().ids(), from, part.target().ids(), 0, to - from);
        } else {
            int count = (to - from) * WIDTH;
            System.arraycopy(
                    whole.source().values(), from * WIDTH, part.source().values(), 0, count);
            System.arraycopy(
                    whole.target().values(), from * WIDTH, part.target().values(), 0, count);
        }
        return part;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scalarAndSimdGiveTheSameBits(boolean words) {
        var theta = theta(task(words, KernelChoice.AUTO));
        var batch = batch(task(words, KernelChoice.AUTO), true, LENGTHS);
        float[] first = null;
        for (var kernels : KernelChoice.values()) {
            var gradient = new float[theta.length];
            task(words, kernels).network().open(capacity()).train(theta, gradient, batch, 1);
            first = first == null ? gradient : first;
            assertArrayEquals(first, gradient);
        }
    }
}
