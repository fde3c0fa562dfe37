package unroll.reservoir;

import java.util.Arrays;
import unroll.conf.EncoderLayer.ReservoirConf;
import unroll.math.Allocator;
import unroll.math.linear.SparseMatrix;
import unroll.nn.Layout;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;

/** The states of a batch's sequences in a reservoir, moved on step by step. */
final class ReservoirStates {
    /** Takes the rows of a batch. */
    @FunctionalInterface
    interface Rows {
        /**
         * @param t step of the row
         * @param row packed
         * @param sequence whose state has read the row
         */
        void row(int t, int row, int sequence);
    }

    private final ReservoirConf conf;
    private final int inputs;
    private final Layout.Slice wx;
    private final Layout.Slice b;
    private final Layout.Slice wh;
    private final double[] states; // [sequences, units], at the end of the last batch
    private final double[] next; // [units]
    private float[] vectors; // of the batch at work
    private float[] theta; // of the recurrence; null once that may have changed
    private SparseMatrix recurrence;

    ReservoirStates(
            ReservoirConf conf, int inputs, Layout layout, int sequences, Allocator allocator) {
        this.conf = conf;
        this.inputs = inputs;
        wx = layout.slice(Reservoir.WX);
        b = layout.slice(Reservoir.B);
        wh = layout.slice(Reservoir.WH);
        states = allocator.doubles(sequences, conf.size());
        next = allocator.doubles(conf.size());
    }

    /** Forgets what was read of theta. */
    void invalidate() {
        theta = null;
    }

    /** Runs through the sequences of a batch, one after the other. */
    void run(float[] theta, Batch batch, Rows rows) {
        if (this.theta != theta) {
            this.theta = theta;
            recurrence = SparseMatrix.of(theta, wh.offset(), conf.size(), conf.size());
        }
        vectors = batch.source().values();
        var packing = batch.packing();
        if (!batch.continues()) {
            Arrays.fill(states, 0, packing.sequences() * conf.size(), 0);
        }
        for (int sequence = 0; sequence < packing.sequences(); sequence++) {
            run(packing, sequence, rows);
        }
    }

    private void run(Packing packing, int sequence, Rows rows) {
        for (int t = 0; t < packing.length(sequence); t++) {
            int row = packing.row(t, sequence);
            step(row, sequence);
            rows.row(t, row, sequence);
        }
    }

    /** Moves a sequence's state on by the input of a row. */
    private void step(int row, int sequence) {
        int state = sequence * conf.size();
        for (int i = 0; i < conf.size(); i++) {
            double sum = theta[b.offset() + i] + recurrence.dot(i, states, state);
            for (int k = 0; k < inputs; k++) {
                sum += (double) theta[wx.offset() + i * inputs + k] * vectors[row * inputs + k];
            }
            next[i] = (1 - conf.leak()) * states[state + i] + conf.leak() * StrictMath.tanh(sum);
        }
        System.arraycopy(next, 0, states, state, conf.size());
    }

    /** Assigns what the readout reads: one, the inputs of a row, the state of its sequence. */
    void features(int row, int sequence, double[] into) {
        into[0] = 1;
        for (int k = 0; k < inputs; k++) {
            into[1 + k] = vectors[row * inputs + k];
        }
        System.arraycopy(states, sequence * conf.size(), into, 1 + inputs, conf.size());
    }
}
