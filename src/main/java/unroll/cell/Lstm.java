package unroll.cell;

import unroll.nn.Cell;
import unroll.nn.Start;
import unroll.nn.Starts;
import unroll.nn.Step;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000).
 *
 * <pre>
 * i = σ(Wi x + Ui h + bi)    c' = f c + i g
 * f = σ(Wf x + Uf h + bf)    h' = o tanh(c')
 * o = σ(Wo x + Uo h + bo)
 * g = tanh(Wg x + Ug h + bg)
 * </pre>
 *
 * <p>Blocks lie in the order i, f, o, g, so that one loop serves the three sigmoids. The forget
 * gate's bias starts at one (Jozefowicz et al. 2015), others at zero.
 */
final class Lstm implements Cell {
    private static final int I = 0;
    private static final int F = 1;
    private static final int O = 2;
    private static final int G = 3;

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public int memories() {
        return 1;
    }

    @Override
    public int saved() {
        return 1; // tanh(c')
    }

    @Override
    public Start bias() {
        return Starts.block(gates(), F, 1f);
    }

    @Override
    public void forward(Step s) {
        s.kernels.sigmoid(s.gates, s.gate(I), 3 * s.size);
        s.kernels.tanh(s.gates, s.gate(G), s.gates, s.gate(G), s.size);
        remember(
                s.size,
                s.gates,
                s.gate(I),
                s.gate(F),
                s.gate(G),
                s.previousMemory[0],
                s.previousAt,
                s.memory[0]);
        s.kernels.tanh(s.memory[0], 0, s.saved[0], s.savedAt, s.size);
        emit(s.size, s.gates, s.gate(O), s.saved[0], s.savedAt, s.hidden);
    }

    private static void remember(
            int n, float[] gates, int i, int f, int g, float[] previous, int at, float[] memory) {
        for (int j = 0; j < n; j++) {
            memory[j] = gates[f + j] * previous[at + j] + gates[i + j] * gates[g + j];
        }
    }

    private static void emit(int n, float[] gates, int o, float[] tanh, int at, float[] hidden) {
        for (int j = 0; j < n; j++) {
            hidden[j] = gates[o + j] * tanh[at + j];
        }
    }

    @Override
    public void backward(Step s) {
        float[] gates = s.gates;
        float[] tanh = s.saved[0];
        float[] previous = s.previousMemory[0];
        float[] dc = s.dMemory[0];
        float[] dh = s.dHidden;
        int i = s.gate(I);
        int f = s.gate(F);
        int o = s.gate(O);
        int g = s.gate(G);
        int at = s.savedAt;
        int before = s.previousAt;
        for (int j = 0; j < s.size; j++) {
            float in = gates[i + j];
            float forget = gates[f + j];
            float out = gates[o + j];
            float candidate = gates[g + j];
            float t = tanh[at + j];
            float dMemory = dc[j] + dh[j] * out * (1 - t * t);
            gates[i + j] = dMemory * candidate * in * (1 - in);
            gates[f + j] = dMemory * previous[before + j] * forget * (1 - forget);
            gates[o + j] = dh[j] * t * out * (1 - out);
            gates[g + j] = dMemory * in * (1 - candidate * candidate);
            dc[j] = dMemory * forget;
        }
    }
}
