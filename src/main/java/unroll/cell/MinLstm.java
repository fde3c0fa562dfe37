package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * minLSTM (Feng et al. 2024): gates from the input only, their sum scaled to one.
 *
 * <pre>
 * f = σ(Wf x + bf)     i = σ(Wi x + bi)     n = Wn x + bn
 * s = i / (i + f)      h' = (1 - s) h + s n
 * </pre>
 *
 * <p>Blocks lie in the order i, f, n.
 */
record MinLstm() implements Cell {
    private static final int I = 0;
    private static final int F = 1;
    private static final int N = 2;

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public int recurrents() {
        return 0;
    }

    @Override
    public List<Block> describeBlocks() {
        return List.of(
                new Block("i", Activation.SIGMOID),
                new Block("f", Activation.SIGMOID),
                new Block("n", Activation.NONE));
    }

    @Override
    public int cellStates() {
        return 0;
    }

    @Override
    public int saved() {
        return 1; // s
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
        float[] share = s.saved[0];
        int n = s.size;
        k.sigmoid(gates, s.gate(I), n);
        k.sigmoid(gates, s.gate(F), n);
        k.share(gates, s.gate(I), gates, s.gate(F), share, s.savedAt, n);
        k.blend(share, s.savedAt, s.previousHidden, s.previousAt, gates, s.gate(N), s.hidden, 0, n);
    }

    /** The share's sigmoid has the argument log(i / f), whose gradient goes on to both gates. */
    @Override
    public void backward(Step s) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] share = s.saved[0];
        int n = s.size;
        k.dBlend(
                s.dHidden,
                0,
                share,
                s.savedAt,
                s.previousHidden,
                s.previousAt,
                gates,
                s.gate(N),
                s.dHidden,
                0,
                gates,
                s.gate(N),
                n);
        k.productWithRest(1, share, s.savedAt, gates, s.gate(I), n);
        k.productWithRest(-1, share, s.savedAt, gates, s.gate(F), n);
    }
}
