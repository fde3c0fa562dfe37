package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;

/**
 * An output layer within the time loop: {@code y = V h + c}, or its softmax. Parameters: {@code v}
 * [outputs, units], {@code c} [outputs].
 */
final class Readout {
    private final int outputs;
    private final int units;
    private final boolean softmax;
    private final Layout.Slice v;
    private final Layout.Slice c;

    Readout(Layout.Builder layout, String name, int outputs, int units, boolean softmax) {
        this.outputs = outputs;
        this.units = units;
        this.softmax = softmax;
        v = layout.add(name + ".v", Starts.glorot(1), outputs, units);
        c = layout.add(name + ".c", Starts.zero(), outputs);
    }

    long bytes(boolean training, long kept) {
        return 4 * kept * (units + outputs)
                + 4L * Math.max(Panels.size(units, outputs), Panels.size(outputs, units))
                + (training ? WeightGradient.bytes(1, outputs, units) : 0);
    }

    /** The layer with its buffers. */
    final class Run {
        private final Kernels kernels;
        private final float[] packed; // [units, outputs], in backward [outputs, units]
        private final float[] hidden; // [kept rows, units]
        private final float[] value; // [kept rows, outputs], after the softmax
        private final WeightGradient dV;

        /**
         * @param kept rows whose values are kept for backward
         */
        Run(Kernels kernels, boolean training, int kept) {
            this.kernels = kernels;
            packed = new float[Math.max(Panels.size(units, outputs), Panels.size(outputs, units))];
            hidden = new float[Math.multiplyExact(kept, units)];
            value = new float[softmax ? Math.multiplyExact(kept, outputs) : 0];
            dV = training ? new WeightGradient(kernels, 1, outputs, units) : null;
        }

        void packForward(float[] theta) {
            Panels.packTransposed(units, outputs, theta, v.offset(), units, packed, 0);
        }

        /**
         * @param h [active, units], from 0
         * @param y [active, outputs], from 0: assigned, without softmax
         * @param row where the step's rows are kept
         */
        void forward(float[] theta, int active, float[] h, float[] y, int row) {
            for (int i = 0; i < active; i++) {
                System.arraycopy(theta, c.offset(), y, i * outputs, outputs);
            }
            kernels.multiply(active, outputs, units, h, 0, units, packed, 0, y, 0, outputs, true);
            System.arraycopy(h, 0, hidden, row * units, active * units);
        }

        /** The softmax, in place, where there is one. */
        void squash(int active, float[] y, int row) {
            if (softmax) {
                SoftmaxCrossEntropy.softmax(y, active, outputs);
                System.arraycopy(y, 0, value, row * outputs, active * outputs);
            }
        }

        void startBackward(Context context) {
            Panels.pack(outputs, units, context.theta, v.offset(), units, packed, 0);
            Arrays.fill(context.gradient, c.offset(), c.end(), 0);
        }

        /**
         * @param dy [active, outputs], from 0: becomes the gradient before the softmax
         */
        void dSquash(int active, float[] dy, int row) {
            for (int i = 0; softmax && i < active; i++) {
                throughSoftmax(dy, i * outputs, (row + i) * outputs);
            }
        }

        /**
         * @param dy [active, outputs], from 0: the gradient before the softmax
         * @param dh [active, units], from 0: assigned
         */
        void backward(Context context, int active, float[] dy, float[] dh, int row) {
            kernels.addRows(active, outputs, dy, 0, outputs, context.gradient, c.offset());
            kernels.multiply(
                    active, units, outputs, dy, 0, outputs, packed, 0, dh, 0, units, false);
            dV.add(active, dy, 0, 0, outputs, hidden, row * units, units);
        }

        /** {@code dz = y (dy - sum of dy y)}. */
        private void throughSoftmax(float[] dy, int at, int valueAt) {
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                sum += (double) dy[at + k] * value[valueAt + k];
            }
            for (int k = 0; k < outputs; k++) {
                dy[at + k] = (float) (value[valueAt + k] * (dy[at + k] - sum));
            }
        }

        void finish(float[] gradient) {
            dV.finish(gradient, v.offset());
        }
    }
}
