package unroll.reservoir;

import java.util.Arrays;
import unroll.conf.ModelConf.ReservoirConf;
import unroll.math.linear.SparseMatrix;
import unroll.nn.Capacity;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * An echo state network (Jaeger 2001; Lukoševičius 2012): a fixed random recurrence, of which only
 * a linear readout is learnt. With input u, state x and leak a
 *
 * <pre>
 * x(t) = (1 - a) x(t - 1) + a tanh(wx u(t) + b + wh x(t - 1))
 * y(t) = (w + rest) [1, u(t), x(t)]
 * </pre>
 *
 * <p>All of it is computed in double. Gradients never pass here, and what runs on from its own
 * outputs for long needs the digits; {@code rest} is what rounding to float left of the readout.
 *
 * <p>Parameters: {@code wx} [units, inputs], {@code b} [units], {@code wh} [units, units], mostly
 * zeros; {@code w} and {@code rest} [outputs, 1 + inputs + units].
 */
public final class Reservoir implements Network {
    private static final String READOUT = "readout.w";
    private static final String REST = "readout.rest";

    private final ReservoirConf conf;
    private final int inputs;
    private final int outputs;
    private final int features;
    private final Layout layout;
    private final Layout.Slice wx;
    private final Layout.Slice b;
    private final Layout.Slice wh;
    private final Layout.Slice readout;
    private final Layout.Slice rest;

    public Reservoir(ReservoirConf conf, int inputs, int outputs) {
        this.conf = conf;
        this.inputs = inputs;
        this.outputs = outputs;
        features = features(conf, inputs);
        var builder = new Layout.Builder();
        wx =
                builder.add(
                        "reservoir.wx",
                        Initializers.within(conf.inputScale()),
                        conf.size(),
                        inputs);
        b = builder.add("reservoir.b", Initializers.within(conf.bias()), conf.size());
        var start = Initializers.sparse(conf.density(), conf.spectralRadius());
        wh = builder.add("reservoir.wh", start, conf.size(), conf.size());
        readout = builder.add(READOUT, Initializers.zero(), outputs, features);
        rest = builder.add(REST, Initializers.zero(), outputs, features);
        layout = builder.build();
    }

    /** What the readout sees: one, the inputs, the states. */
    public static int features(ReservoirConf conf, int inputs) {
        return 1 + inputs + conf.size();
    }

    /**
     * Sets the readout.
     *
     * @param weights [outputs, features]
     */
    public static void setReadout(Layout layout, float[] theta, double[] weights) {
        int w = layout.slice(READOUT).offset();
        int rest = layout.slice(REST).offset();
        for (int i = 0; i < weights.length; i++) {
            theta[w + i] = (float) weights[i];
            theta[rest + i] = (float) (weights[i] - theta[w + i]);
        }
    }

    /** The sums of a training round as they travelled. */
    public static Gram gram(Layout layout, double[] sums) {
        var shape = layout.slice(READOUT).shape();
        return new Gram(shape.get(1), shape.get(0), sums);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public long workspaceBytes(Capacity capacity) {
        double connections = conf.density() * conf.size() * conf.size();
        long sums = capacity.training() ? 8L * Gram.size(features, outputs) : 0;
        return 8L * capacity.sequences() * conf.size()
                + 4L * capacity.rows() * outputs
                + (long) (12 * connections)
                + sums;
    }

    @Override
    public Workspace open(Capacity capacity) {
        return new Run(capacity);
    }

    private final class Run implements ClosedForm {
        private final double[] states; // [sequences, units], at the end of the last batch
        private final double[] next; // [units]
        private final double[] row; // [features]
        private final double[] weights; // [outputs, features]
        private final float[] scores; // [rows, outputs]
        private SparseMatrix recurrence; // of theta
        private Packing packing; // of the last batch
        private float[] read; // the theta that it is of; null once that may have changed

        Run(Capacity capacity) {
            states = new double[Math.multiplyExact(capacity.sequences(), conf.size())];
            next = new double[conf.size()];
            row = new double[features];
            weights = new double[outputs * features];
            scores = new float[Math.multiplyExact(capacity.rows(), outputs)];
        }

        @Override
        public Gram gram() {
            return new Gram(features, outputs);
        }

        @Override
        public void collect(float[] theta, Batch batch, Gram into) {
            begin(theta, batch);
            for (int sequence = 0; sequence < packing.sequences(); sequence++) {
                for (int t = 0; t < packing.length(sequence); t++) {
                    int place = packing.row(t, sequence);
                    step(batch.source().values(), place, sequence);
                    if (t >= conf.washout()) {
                        var sums = into.row();
                        features(batch.source().values(), place, sequence, sums);
                        for (int k = 0; k < outputs; k++) {
                            sums[features + k] = batch.target().values()[place * outputs + k];
                        }
                        into.add();
                    }
                }
            }
        }

        @Override
        public float[] score(float[] theta, Batch batch) {
            begin(theta, batch);
            for (int sequence = 0; sequence < packing.sequences(); sequence++) {
                for (int t = 0; t < packing.length(sequence); t++) {
                    int place = packing.row(t, sequence);
                    step(batch.source().values(), place, sequence);
                    features(batch.source().values(), place, sequence, row);
                    for (int k = 0; k < outputs; k++) {
                        double sum = 0;
                        for (int i = 0; i < features; i++) {
                            sum += weights[k * features + i] * row[i];
                        }
                        scores[place * outputs + k] = (float) sum;
                    }
                }
            }
            return scores;
        }

        @Override
        public Packing packing() {
            return packing;
        }

        @Override
        public void warm(float[] theta, Batch batch) {
            score(theta, batch);
        }

        private void begin(float[] theta, Batch batch) {
            if (read != theta) {
                read = theta;
                recurrence = SparseMatrix.of(theta, wh.offset(), conf.size(), conf.size());
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = (double) theta[readout.offset() + i] + theta[rest.offset() + i];
                }
            }
            packing = batch.packing();
            if (!batch.continues()) {
                Arrays.fill(states, 0, packing.sequences() * conf.size(), 0);
            }
        }

        /** Moves a sequence's state on by the input of a row. */
        private void step(float[] vectors, int place, int sequence) {
            int state = sequence * conf.size();
            for (int i = 0; i < conf.size(); i++) {
                double sum = read[b.offset() + i] + recurrence.dot(i, states, state);
                for (int k = 0; k < inputs; k++) {
                    sum +=
                            (double) read[wx.offset() + i * inputs + k]
                                    * vectors[place * inputs + k];
                }
                next[i] =
                        (1 - conf.leak()) * states[state + i] + conf.leak() * StrictMath.tanh(sum);
            }
            System.arraycopy(next, 0, states, state, conf.size());
        }

        private void features(float[] vectors, int place, int sequence, double[] into) {
            into[0] = 1;
            for (int k = 0; k < inputs; k++) {
                into[1 + k] = vectors[place * inputs + k];
            }
            System.arraycopy(states, sequence * conf.size(), into, 1 + inputs, conf.size());
        }

        @Override
        public BatchLoss train(float[] theta, float[] gradient, Batch batch, long key) {
            throw new IllegalStateException(
                    "a reservoir has no gradient; its readout is solved for");
        }

        @Override
        public RowSet used(int slice) {
            throw new IllegalStateException("a reservoir has no by-row slice");
        }

        @Override
        public void invalidate() {
            read = null;
        }
    }
}
