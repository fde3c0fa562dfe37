package unroll.reservoir;

import java.util.Optional;
import unroll.conf.EncoderLayer.ReservoirConf;
import unroll.math.Allocator;
import unroll.nn.Capacity;
import unroll.nn.ClosedForm;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * An echo state network (Jaeger 2001; Lukoševičius 2012): a fixed random recurrence, of which only
 * a linear readout is trained. With input u, state x and leak a
 *
 * <pre>
 * x(t) = (1 - a) x(t - 1) + a tanh(wx u(t) + b + wh x(t - 1))
 * y(t) = (w + rest) [1, u(t), x(t)]
 * </pre>
 *
 * <p>Everything is computed in double, since a forecast that continues from its own outputs needs
 * the precision; {@code rest} is the rounding error of the readout in float.
 *
 * <p>Parameters: {@code wx} [units, inputs], {@code b} [units], {@code wh} [units, units], mostly
 * zeros; {@code w} and {@code rest} [outputs, 1 + inputs + units].
 */
public final class Reservoir implements Network, ClosedForm {
    static final String WX = "reservoir.wx";
    static final String B = "reservoir.b";
    static final String WH = "reservoir.wh";

    private final ReservoirConf conf;
    private final int inputs;
    private final int outputs;
    private final int features; // what the readout reads: one, the inputs, the states
    private final Layout layout;
    private final Layout.Slice readout;
    private final Layout.Slice rest;

    public Reservoir(ReservoirConf conf, int inputs, int outputs) {
        this.conf = conf;
        this.inputs = inputs;
        this.outputs = outputs;
        features = 1 + inputs + conf.size();
        var builder = new Layout.Builder();
        builder.add(WX, Initializers.within(conf.inputScale()), conf.size(), inputs);
        builder.add(B, Initializers.within(conf.bias()), conf.size());
        var start = Initializers.sparse(conf.density(), conf.spectralRadius());
        builder.add(WH, start, conf.size(), conf.size());
        readout = builder.add("readout.w", Initializers.zero(), outputs, features);
        rest = builder.add("readout.rest", Initializers.zero(), outputs, features);
        layout = builder.build();
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
    public Optional<ClosedForm> closedForm() {
        return Optional.of(this);
    }

    @Override
    public int size() {
        return NormalEquations.size(features, outputs);
    }

    /** Returns the bytes of the buffers, of the sparse matrix, and in training of the sums. */
    @Override
    public long workspaceBytes(Capacity capacity) {
        var counted = Allocator.counting();
        new Run(capacity, counted);
        if (capacity.training()) {
            new GramSums(capacity, counted);
        }
        double connections = conf.density() * conf.size() * conf.size();
        return counted.bytes() + (long) (12 * connections);
    }

    @Override
    public Workspace open(Capacity capacity) {
        return new Run(capacity, Allocator.heap());
    }

    @Override
    public Sums sums(Capacity capacity) {
        return new GramSums(capacity, Allocator.heap());
    }

    @Override
    public Optional<float[]> solve(float[] theta, double[] sums, double ridge) {
        return new NormalEquations(features, outputs, sums)
                .solve(ridge)
                .map(weights -> withReadout(theta, weights));
    }

    /**
     * @param weights [outputs, features]
     */
    private float[] withReadout(float[] theta, double[] weights) {
        var all = theta.clone();
        for (int i = 0; i < weights.length; i++) {
            float w = (float) weights[i];
            all[readout.offset() + i] = w;
            all[rest.offset() + i] = (float) (weights[i] - w);
        }
        return all;
    }

    private ReservoirStates states(Capacity capacity, Allocator allocator) {
        return new ReservoirStates(conf, inputs, layout, capacity.sequences(), allocator);
    }

    /** Sums of products of features and targets, after the washout. */
    private final class GramSums implements Sums {
        private final ReservoirStates states;
        private final NormalEquations equations;

        GramSums(Capacity capacity, Allocator allocator) {
            states = states(capacity, allocator);
            equations = new NormalEquations(features, outputs, allocator.doubles(size()));
        }

        @Override
        public void add(float[] theta, Batch batch) {
            float[] targets = batch.target().values();
            states.run(
                    theta,
                    batch,
                    (t, row, sequence) -> {
                        if (t >= conf.washout()) {
                            double[] sums = equations.row();
                            states.features(row, sequence, sums);
                            for (int k = 0; k < outputs; k++) {
                                sums[features + k] = targets[row * outputs + k];
                            }
                            equations.add();
                        }
                    });
        }

        @Override
        public double[] values() {
            return equations.sums();
        }

        @Override
        public double rows() {
            return equations.rows();
        }
    }

    private final class Run implements Workspace {
        private final ReservoirStates states;
        private final double[] row; // [features]
        private final double[] weights; // [outputs, features]
        private final float[] scores; // [rows, outputs]
        private Packing packing; // of the last batch
        private float[] read; // the theta that the weights are of; null once that may have changed

        Run(Capacity capacity, Allocator allocator) {
            states = states(capacity, allocator);
            row = allocator.doubles(features);
            weights = allocator.doubles(outputs, features);
            scores = allocator.floats(capacity.rows(), outputs);
        }

        @Override
        public float[] score(float[] theta, Batch batch) {
            if (read != theta) {
                read = theta;
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = (double) theta[readout.offset() + i] + theta[rest.offset() + i];
                }
            }
            packing = batch.packing();
            states.run(theta, batch, (t, place, sequence) -> score(place, sequence));
            return scores;
        }

        private void score(int place, int sequence) {
            states.features(place, sequence, row);
            for (int k = 0; k < outputs; k++) {
                double sum = 0;
                for (int i = 0; i < features; i++) {
                    sum += weights[k * features + i] * row[i];
                }
                scores[place * outputs + k] = (float) sum;
            }
        }

        @Override
        public Packing packing() {
            return packing;
        }

        @Override
        public void warmUp(float[] theta, Batch batch) {
            score(theta, batch);
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
            states.invalidate();
        }
    }
}
