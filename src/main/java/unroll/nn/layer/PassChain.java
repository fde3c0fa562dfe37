package unroll.nn.layer;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.batch.RowSet;

/** Layers one after the other, as one. */
final class PassChain implements Layer.Pass {
    private final List<Layer.Pass> passes = new ArrayList<>();

    /**
     * @param layers at least one
     */
    PassChain(
            List<Layer> layers,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Activations input) {
        var before = input;
        for (var layer : layers) {
            var pass = layer.open(capacity, kernels, allocator, before);
            passes.add(pass);
            before = pass.output();
        }
    }

    @Override
    public Activations output() {
        return passes.get(passes.size() - 1).output();
    }

    @Override
    public void forward(Context context) {
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).forward(context);
        }
    }

    @Override
    public void backward(Context context) {
        for (int i = passes.size() - 1; i >= 0; i--) {
            passes.get(i).backward(context);
        }
    }

    @Override
    public List<RowSet> used() {
        return passes.stream().flatMap(pass -> pass.used().stream()).toList();
    }

    @Override
    public void findUsed(Context context) {
        passes.forEach(pass -> pass.findUsed(context));
    }

    @Override
    public void invalidate() {
        passes.forEach(Layer.Pass::invalidate);
    }
}
