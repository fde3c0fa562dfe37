package unroll.nn.layer;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;

/** {@code y = W x + b}, row by row; {@code w} [outputs, inputs], {@code b} [outputs]. */
public final class Linear implements Layer {
    private final Affine map;

    public Linear(Layout.Builder layout, String name, int inputs, int outputs) {
        map = new Affine(layout, name + ".w", name + ".b", inputs, outputs);
    }

    @Override
    public int outputs() {
        return map.outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Product(capacity, kernels, allocator, input);
    }

    private final class Product implements Pass {
        private final Activations input;
        private final Activations output;
        private final Affine.Run run;

        Product(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.input = input;
            output = new Activations(allocator, input.maxRows, outputs(), capacity.training());
            run = map.new Run(kernels, allocator, capacity.training());
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public void forward(Context context) {
            output.rows = input.rows;
            output.packing = input.packing;
            run.packForward(context.theta);
            run.forward(context.theta, input.rows, input.value, 0, output.value, 0);
        }

        @Override
        public void backward(Context context) {
            run.startBackward(context);
            run.backward(
                    context, input.rows, input.value, 0, output.gradient, 0, input.gradient, 0);
            run.finish(context.gradient);
        }
    }
}
