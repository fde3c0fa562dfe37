package unroll.cell;

import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * An {@link Lstm} whose input gate is one minus the forget gate (Greff et al. 2017).
 *
 * <pre>
 * f = σ(Wf x + Uf h + bf + pf c)      c' = f c + (1 - f) g
 * o = σ(Wo x + Uo h + bo + po c')     h' = o tanh(c')
 * g = tanh(Wg x + Ug h + bg)
 * </pre>
 *
 * <p>Blocks lie in the order f, o, g.
 */
record CoupledLstm(double forgetBias, boolean peepholes) implements Cell {
    private static final int F = 0;
    private static final int O = 1;
    private static final int G = 2;

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public List<Block> described() {
        return List.of(
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
        return peepholes ? Peepholes.named("pf", "po") : List.of();
    }

    @Override
    public void forward(Step s) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] memory = s.memory[0];
        float[] before = s.previousMemory[0];
        float[] tanh = s.saved[0];
        int n = s.size;
        if (peepholes) {
            Peepholes.add(s, F, before, s.previousAt, s.gate(F));
        }
        k.sigmoid(gates, s.gate(F), (peepholes ? 1 : 2) * n);
        k.tanh(gates, s.gate(G), gates, s.gate(G), n);
        k.blend(gates, s.gate(F), gates, s.gate(G), before, s.previousAt, memory, 0, n);
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
        float[] before = s.previousMemory[0];
        float[] tanh = s.saved[0];
        int n = s.size;
        k.dOutput(dh, 0, tanh, s.savedAt, gates, s.gate(O), dc, 0, n);
        if (peepholes) {
            Peepholes.dAdd(s, O, s.saved[1], s.savedAt, s.gate(O), dc);
        }
        float[] dg = s.scratch;
        k.dBlend(dc, 0, gates, s.gate(F), gates, s.gate(G), before, s.previousAt, dg, 0, dc, 0, n);
        k.dTanh(dg, 0, gates, s.gate(G), n);
        if (peepholes) {
            Peepholes.dAdd(s, F, before, s.previousAt, s.gate(F), dc);
        }
    }
}
