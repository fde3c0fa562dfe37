package unroll.cell;

import java.util.List;
import unroll.conf.CellConf;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * The simple recurrent network (Elman 1990): {@code h' = f(W x + U h + b)} with tanh or ReLU. With
 * ReLU and the identity as the initial U it is the IRNN (Le et al. 2015).
 *
 * <p>Where an output is fed back in place of h, it is the network of Jordan (1986).
 */
record Elman(CellConf.Activation activation, Initializer recurrent) implements Cell {
    @Override
    public int gates() {
        return 1;
    }

    @Override
    public List<Block> describeBlocks() {
        return List.of(
                new Block(
                        "h",
                        switch (activation) {
                            case TANH -> Activation.TANH;
                            case RELU -> Activation.RELU;
                        }));
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
    public void forward(Step s) {
        switch (activation) {
            case TANH -> s.kernels.tanh(s.gates, s.gate(0), s.gates, s.gate(0), s.size);
            case RELU -> s.kernels.relu(s.gates, s.gate(0), s.size);
        }
        System.arraycopy(s.gates, s.gate(0), s.hidden, 0, s.size);
    }

    @Override
    public void backward(Step s) {
        switch (activation) {
            case TANH -> s.kernels.dTanh(s.dHidden, 0, s.gates, s.gate(0), s.size);
            case RELU -> s.kernels.dRelu(s.dHidden, 0, s.gates, s.gate(0), s.size);
        }
    }
}
