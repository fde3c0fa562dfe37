package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * Gated recurrent unit with the reset gate before the product, as in the paper (Cho et al. 2014).
 *
 * <pre>
 * r = σ(Wr x + Ur h + br)
 * z = σ(Wz x + Uz h + bz)     n = tanh(Wn x + bn + Un (r h))     h' = (1 - z) n + z h
 * </pre>
 *
 * <p>Blocks lie in the order n, r, z; Un is the second product's matrix {@code wi}.
 */
record GruResetBefore() implements Cell {
    private static final int N = 0;
    private static final int R = 1;
    private static final int Z = 2;

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public int recurrents() {
        return 2;
    }

    @Override
    public List<Block> describeBlocks() {
        return List.of(
                new Block("n", Activation.TANH),
                new Block("r", Activation.SIGMOID),
                new Block("z", Activation.SIGMOID));
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
    public int reset() {
        return R;
    }

    @Override
    public void activateReset(Step s) {
        s.kernels.sigmoid(s.gates, s.gate(R), 2 * s.size);
    }

    @Override
    public void forward(Step s) {
        s.kernels.tanh(s.gates, s.gate(N), s.gates, s.gate(N), s.size);
        s.kernels.blend(
                s.gates,
                s.gate(Z),
                s.gates,
                s.gate(N),
                s.previousHidden,
                s.previousAt,
                s.hidden,
                0,
                s.size);
    }

    @Override
    public void backward(Step s) {
        float[] dn = s.scratch;
        Gru.dBlend(s, N, Z, dn);
        s.kernels.dTanh(dn, 0, s.gates, s.gate(N), s.size);
    }
}
