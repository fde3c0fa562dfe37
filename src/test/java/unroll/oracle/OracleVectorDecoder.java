package unroll.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A decoder that starts from a vector, and whose first layer reads the vector at each step, for one
 * example at a time.
 */
public record OracleVectorDecoder(List<OracleStack.Layer> layers, int cellStates) {
    /**
     * The logits of each word.
     *
     * @param before id of the word before each word
     * @return [words][classes]
     */
    public Scalar[][] logits(Parameters all, Scalar[] vector, int[] before) {
        var x = new Scalar[before.length][];
        for (int t = 0; t < before.length; t++) {
            x[t] = all.matrix("target.embedding")[before[t]];
        }
        return run(all, vector, x, vector);
    }

    /** The rows of a decoder that reads nothing but the vector, as its only input. */
    public Scalar[][] rows(Parameters all, Scalar[] vector, int steps) {
        return run(all, vector, Collections.nCopies(steps, vector).toArray(Scalar[][]::new));
    }

    /**
     * @param beside what the first layer reads beside its input
     */
    private Scalar[][] run(Parameters all, Scalar[] vector, Scalar[][] inputs, Scalar... beside) {
        var states = new ArrayList<Scalar[][]>();
        for (int i = 0; i < layers.size(); i++) {
            var start = all.under("decoder.l" + i + ".start");
            states.add(OracleTranslator.start(start, vector, layers.get(i).units(), cellStates));
        }
        var outputs = new Scalar[inputs.length][];
        for (int t = 0; t < inputs.length; t++) {
            var x = inputs[t];
            for (int i = 0; i < layers.size(); i++) {
                var own = all.under("decoder.l" + i).under("forward");
                var context = i == 0 ? beside : new Scalar[0];
                var cell = layers.get(i).cell();
                states.set(i, OracleTranslator.step(cell, own, x, context, states.get(i)));
                x = states.get(i)[0];
            }
            outputs[t] = OracleTranslator.affine(all.under("head"), x);
        }
        return outputs;
    }
}
