package unroll.cell;

import java.util.ArrayList;
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
 * <p>Blocks lie in the order i, f, o, g, so that one loop serves the three sigmoids. A gate that is
 * left out has no block, hence no product: the input gate is then one minus the forget gate (Greff
 * et al. 2017) or one, the output gate one (both one: Johnson and Zhang 2016). The bias of the
 * forget gate is initialised to one (Jozefowicz et al. 2015) by default, others to zero. The
 * peepholes pi, pf, po (Gers and Schmidhuber 2000) are optional; they are numbered as the blocks
 * are.
 */
record Lstm(InputGate inputGate, boolean outputGate, double forgetBias, boolean peepholes)
        implements Cell {
    /** The kinds of input gate i. */
    enum InputGate {
        /** A gate of its own. */
        OWN,
        /** {@code 1 - f}. */
        COUPLED,
        /** 1. */
        NONE
    }

    private int f() {
        return inputGate == InputGate.OWN ? 1 : 0;
    }

    private int o() {
        return f() + 1;
    }

    private int g() {
        return f() + (outputGate ? 2 : 1);
    }

    @Override
    public int gates() {
        return g() + 1;
    }

    @Override
    public List<Block> describeBlocks() {
        var blocks = new ArrayList<Block>();
        if (inputGate == InputGate.OWN) {
            blocks.add(new Block("i", Activation.SIGMOID));
        }
        blocks.add(new Block("f", Activation.SIGMOID));
        if (outputGate) {
            blocks.add(new Block("o", Activation.SIGMOID));
        }
        blocks.add(new Block("g", Activation.TANH));
        return blocks;
    }

    @Override
    public int cellStates() {
        return 1;
    }

    @Override
    public int saved() {
        return peepholes && outputGate ? 2 : 1; // tanh(c'), c'
    }

    @Override
    public Initializer bias() {
        return Initializers.block(gates(), f(), (float) forgetBias);
    }

    @Override
    public List<Vector> vectors() {
        return peepholes
                ? describeBlocks().stream()
                        .filter(block -> block.activation() == Activation.SIGMOID)
                        .map(gate -> new Vector("p" + gate.name(), Initializers.zero()))
                        .toList()
                : List.of();
    }

    @Override
    public void forward(Step s) {
        var k = s.kernels;
        float[] before = s.previousCellState[0];
        for (int gate = 0; peepholes && gate <= f(); gate++) {
            Peepholes.add(s, gate, before, s.previousAt, s.gate(gate));
        }
        k.sigmoid(s.gates, s.gate(0), (peepholes ? f() + 1 : g()) * s.size);
        k.tanh(s.gates, s.gate(g()), s.gates, s.gate(g()), s.size);
        remember(s, s.cellState[0]);
        output(s, s.cellState[0], s.saved[0]);
    }

    /** {@code c' = f c + i g}. */
    private void remember(Step s, float[] cellState) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] before = s.previousCellState[0];
        int at = s.previousAt;
        int f = s.gate(f());
        int g = s.gate(g());
        switch (inputGate) {
            case OWN ->
                    k.productSum(
                            gates, f, before, at, gates, s.gate(0), gates, g, cellState, 0, s.size);
            case COUPLED -> k.blend(gates, f, gates, g, before, at, cellState, 0, s.size);
            case NONE -> {
                System.arraycopy(gates, g, cellState, 0, s.size);
                k.addProduct(gates, f, before, at, cellState, 0, s.size);
            }
        }
    }

    /** {@code h' = o tanh(c')}. */
    private void output(Step s, float[] cellState, float[] tanh) {
        var k = s.kernels;
        k.tanh(cellState, 0, tanh, s.savedAt, s.size);
        if (!outputGate) {
            System.arraycopy(tanh, s.savedAt, s.hidden, 0, s.size);
            return;
        }
        int o = s.gate(o());
        if (peepholes) {
            Peepholes.add(s, o(), cellState, 0, o);
            k.sigmoid(s.gates, o, s.size);
            System.arraycopy(cellState, 0, s.saved[1], s.savedAt, s.size);
        }
        k.product(s.gates, o, tanh, s.savedAt, s.hidden, 0, s.size);
    }

    @Override
    public void backward(Step s) {
        float[] dc = s.dCellState[0];
        dOutput(s, dc, s.saved[0]);
        dRemember(s, dc);
        for (int gate = 0; peepholes && gate <= f(); gate++) {
            Peepholes.dAdd(s, gate, s.previousCellState[0], s.previousAt, s.gate(gate), dc);
        }
    }

    private void dRemember(Step s, float[] dc) {
        var k = s.kernels;
        float[] gates = s.gates;
        float[] before = s.previousCellState[0];
        int at = s.previousAt;
        int f = s.gate(f());
        int g = s.gate(g());
        switch (inputGate) {
            case OWN ->
                    k.dProductSum(dc, 0, before, at, gates, f, gates, s.gate(0), gates, g, s.size);
            case COUPLED -> {
                float[] dg = s.scratch;
                k.dBlend(dc, 0, gates, f, gates, g, before, at, dg, 0, dc, 0, s.size);
                k.dTanh(dg, 0, gates, g, s.size);
            }
            case NONE -> {
                float[] dBefore = s.scratch;
                k.product(dc, 0, gates, f, dBefore, 0, s.size);
                k.dSigmoid(dc, 0, before, at, gates, f, s.size);
                k.dTanh(dc, 0, gates, g, s.size);
                System.arraycopy(dBefore, 0, dc, 0, s.size);
            }
        }
    }

    private void dOutput(Step s, float[] dc, float[] tanh) {
        var k = s.kernels;
        if (!outputGate) {
            k.dTanh(s.dHidden, 0, tanh, s.savedAt, s.size);
            k.add(tanh, s.savedAt, dc, 0, s.size);
            return;
        }
        int o = s.gate(o());
        k.dOutput(s.dHidden, 0, tanh, s.savedAt, s.gates, o, dc, 0, s.size);
        if (peepholes) {
            Peepholes.dAdd(s, o(), s.saved[1], s.savedAt, o, dc);
        }
    }
}
