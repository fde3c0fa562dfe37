package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * minGRU (Feng et al. 2024): gates from the input only, so that only the blend remains in the time
 * loop.
 *
 * <pre>
 * z = σ(Wz x + bz)     n = Wn x + bn     h' = (1 - z) h + z n
 * </pre>
 *
 * <p>Blocks lie in the order z, n.
 */
record MinGru() implements Cell {
    private static final int Z = 0;
    private static final int N = 1;

    @Override
    public int gates() {
        return 2;
    }

    @Override
    public int recurrents() {
        return 0;
    }

    @Override
    public List<Block> describeBlocks() {
        return List.of(new Block("z", Activation.SIGMOID), new Block("n", Activation.NONE));
    }

    @Override
    public int cellStates() {
        return 0;
    }

    @Override
    public int saved() {
        return 0;
    }

    @Override
    public Initializer bias() {
        return Initializers.zero();
    }

    @Override
    public boolean passesHidden() {
        return true;
    }

    @Override
    public void forward(Step s) {
        s.kernels.sigmoid(s.gates, s.gate(Z), s.size);
        s.kernels.blend(
                s.gates,
                s.gate(Z),
                s.previousHidden,
                s.previousAt,
                s.gates,
                s.gate(N),
                s.hidden,
                0,
                s.size);
    }

    @Override
    public void backward(Step s) {
        s.kernels.dBlend(
                s.dHidden,
                0,
                s.gates,
                s.gate(Z),
                s.previousHidden,
                s.previousAt,
                s.gates,
                s.gate(N),
                s.dHidden,
                0,
                s.gates,
                s.gate(N),
                s.size);
    }
}
