package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000).
 *
 * <pre>
 * i = σ(Wi x + Ui h + bi + pi c)     c' = f c + i g
 * f = σ(Wf x + Uf h + bf + pf c)     h' = o tanh(c')
 * o = σ(Wo x + Uo h + bo + po c')
 * g = tanh(Wg x + Ug h + bg)
 * </pre>
 *
 * <p>Blocks lie in the order i, f, o, g, so that one loop serves the three sigmoids. The bias of
 * the forget gate is initialised to one (Jozefowicz et al. 2015) by default, others to zero. The
 * peepholes pi, pf, po (Gers and Schmidhuber 2000) are optional.
 */
record Lstm(double forgetBias, boolean peepholes) implements Cell {
    private static final int I = 0;
    private static final int F = 1;
    private static final int O = 2;
    private static final int G = 3;

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public List<Block> described() {
        return List.of(
                new Block("i", Squash.SIGMOID),
                new Block("f", Squash.SIGMOID),
                new Block("o", Squash.SIGMOID),
                new Block("g", Squash.TANH));
    }

    @Override
    public int memories() {
        return 1;
    }

    @Override
    public int saved() {
        return peepholes ? 2 : 1; // tanh(c'), c'
    }

    @Override
    public Initializer bias() {
        return Initializers.block(gates(), F, (float) forgetBias);
    }

    @Override
    public List<Vector> vectors() {
        return peepholes ? Peepholes.named("pi", "pf", "po") : List.of();
    }

    @Override
    public void forward(Step s) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] memory = s.memory[0];
        float[] tanh = s.saved[0];
        int n = s.size;
        if (peepholes) {
            Peepholes.add(s, I, s.previousMemory[0], s.previousAt, s.gate(I));
            Peepholes.add(s, F, s.previousMemory[0], s.previousAt, s.gate(F));
        }
        k.sigmoid(gates, s.gate(I), (peepholes ? 2 : 3) * n);
        k.tanh(gates, s.gate(G), gates, s.gate(G), n);
        k.productSum(
                gates,
                s.gate(F),
                s.previousMemory[0],
                s.previousAt,
                gates,
                s.gate(I),
                gates,
                s.gate(G),
                memory,
                0,
                n);
        if (peepholes) {
            Peepholes.add(s, O, memory, 0, s.gate(O));
            k.sigmoid(gates, s.gate(O), n);
            System.arraycopy(memory, 0, s.saved[1], s.savedAt, n);
        }
        k.tanh(memory, 0, tanh, s.savedAt, n);
        k.product(gates, s.gate(O), tanh, s.savedAt, s.hidden, 0, n);
    }

    @Override
    public void backward(Step s) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] dh = s.dHidden;
        float[] dc = s.dMemory[0];
        float[] tanh = s.saved[0];
        float[] before = s.previousMemory[0];
        int n = s.size;
        k.dOutput(dh, 0, tanh, s.savedAt, gates, s.gate(O), dc, 0, n);
        if (peepholes) {
            Peepholes.dAdd(s, O, s.saved[1], s.savedAt, s.gate(O), dc);
        }
        k.dProductSum(
                dc,
                0,
                before,
                s.previousAt,
                gates,
                s.gate(F),
                gates,
                s.gate(I),
                gates,
                s.gate(G),
                n);
        if (peepholes) {
            Peepholes.dAdd(s, I, before, s.previousAt, s.gate(I), dc);
            Peepholes.dAdd(s, F, before, s.previousAt, s.gate(F), dc);
        }
    }
}
