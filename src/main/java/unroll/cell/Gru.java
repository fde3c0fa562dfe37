package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * Gated recurrent unit (Cho et al. 2014) with the reset gate after the product, as in PyTorch and
 * cuDNN.
 *
 * <pre>
 * r = σ(Wr x + Ur h + br)     u = Uu h + bu
 * z = σ(Wz x + Uz h + bz)     n = tanh(Wn x + bn + r u)     h' = (1 - z) n + z h
 * </pre>
 *
 * <p>Blocks lie in the order n, r, z, u: the first three take the projected input, the last three
 * the recurrent product.
 */
record Gru() implements Cell {
    private static final int N = 0;
    private static final int R = 1;
    private static final int Z = 2;
    private static final int U = 3;

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public int blocks() {
        return 4;
    }

    @Override
    public List<Block> describeBlocks() {
        return List.of(
                new Block("n", Activation.TANH),
                new Block("r", Activation.SIGMOID),
                new Block("z", Activation.SIGMOID),
                new Block("u", Activation.NONE));
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
        var k = s.kernels;
        float[] gates = s.gates;
        int n = s.size;
        k.sigmoid(gates, s.gate(R), 2 * n);
        k.addProduct(gates, s.gate(R), gates, s.gate(U), gates, s.gate(N), n);
        k.tanh(gates, s.gate(N), gates, s.gate(N), n);
        k.blend(gates, s.gate(Z), gates, s.gate(N), s.previousHidden, s.previousAt, s.hidden, 0, n);
    }

    @Override
    public void backward(Step s) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] dn = s.scratch;
        int n = s.size;
        dBlend(s, N, Z, dn);
        k.dTanh(dn, 0, gates, s.gate(N), n);
        float[] du = s.scratch;
        k.product(gates, s.gate(N), gates, s.gate(R), du, 0, n);
        k.dSigmoid(gates, s.gate(N), gates, s.gate(U), gates, s.gate(R), n);
        System.arraycopy(du, 0, gates, s.gate(U), n);
    }

    /**
     * Backward of {@code h' = (1 - z) n + z h}: turns z into the gradient of its pre-activation,
     * and dHidden into that of h through this equation.
     */
    static void dBlend(Step s, int n, int z, float[] dn) {
        s.kernels.dBlend(
                s.dHidden,
                0,
                s.gates,
                s.gate(z),
                s.gates,
                s.gate(n),
                s.previousHidden,
                s.previousAt,
                dn,
                0,
                s.dHidden,
                0,
                s.size);
    }
}
