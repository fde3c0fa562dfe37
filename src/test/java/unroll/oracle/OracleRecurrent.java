package unroll.oracle;

import java.util.List;
import unroll.conf.EncoderLayer.RecurrentConf;

/** A recurrent layer called {@code l0}: its cell along the steps, from a zero state. */
public record OracleRecurrent(RecurrentConf layer) implements OracleLayer {
    @Override
    public Scalar[][] of(Parameters own, Scalar[][] x) {
        var equations =
                new OracleStack.Layer(
                        OracleCells.of(layer, 0), layer.size(), layer.bidirectional());
        return new OracleStack(List.of(equations)).run(x[0][0].tape(), own, x).outputs();
    }
}
