package unroll.nn.recurrent;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.layer.Affine;

/**
 * An output layer within the time loop: {@code y = V h + c}, or its softmax. Parameters: {@code v}
 * [outputs, units], {@code c} [outputs].
 */
final class OutputLayer {
    private final int outputs;
    private final int units;
    private final boolean softmax;
    private final Affine map;

    OutputLayer(Layout.Builder layout, String name, int outputs, int units, boolean softmax) {
        this.outputs = outputs;
        this.units = units;
        this.softmax = softmax;
        map = new Affine(layout, name + ".v", name + ".c", units, outputs);
    }

    /** The layer with its buffers. */
    final class Run {
        private final Affine.Run run;
        private final float[] hidden; // [kept rows, units]
        private final float[] value; // [kept rows, outputs], after the softmax

        /**
         * @param kept rows whose values are kept for backward
         */
        Run(Kernels kernels, Allocator allocator, boolean training, int kept) {
            run = map.new Run(kernels, allocator, training);
            hidden = allocator.floats(kept, units);
            value = allocator.floats(softmax ? kept : 0, outputs);
        }

        void packForward(float[] theta) {
            run.packForward(theta);
        }

        /**
         * @param h [active, units], from 0
         * @param y [active, outputs], from 0: assigned, without softmax
         * @param row where the step's rows are kept
         */
        void forward(float[] theta, int active, float[] h, float[] y, int row) {
            run.forward(theta, active, h, 0, y, 0);
            System.arraycopy(h, 0, hidden, row * units, active * units);
        }

        /** The softmax, in place, where there is one. */
        void softmax(int active, float[] y, int row) {
            if (softmax) {
                Softmax.rows(y, active, outputs);
                System.arraycopy(y, 0, value, row * outputs, active * outputs);
            }
        }

        void startBackward(Context context) {
            run.startBackward(context);
        }

        /**
         * @param dy [active, outputs], from 0: becomes the gradient before the softmax
         */
        void dSoftmax(int active, float[] dy, int row) {
            for (int i = 0; softmax && i < active; i++) {
                int at = i * outputs;
                Softmax.backward(value, (row + i) * outputs, dy, at, dy, at, 1, outputs);
            }
        }

        /**
         * @param dy [active, outputs], from 0: the gradient before the softmax
         * @param dh [active, units], from 0: assigned
         */
        void backward(Context context, int active, float[] dy, float[] dh, int row) {
            run.backward(context, active, hidden, row * units, dy, 0, dh, 0);
        }

        void finish(float[] gradient) {
            run.finish(gradient);
        }
    }
}
