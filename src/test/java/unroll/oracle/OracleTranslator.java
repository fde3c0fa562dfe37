package unroll.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An encoder of one bidirectional layer and a decoder of one or two layers with additive attention,
 * or attention by a product, in the last, for one sentence at a time. With input feeding the first
 * layer has the attention, and reads what it has computed with it at the step before.
 */
public record OracleTranslator(
        OracleStack.Layer encoder,
        OracleCell decoder,
        int units,
        int cellStates,
        int layers,
        boolean dot,
        boolean feeding) {
    /**
     * The logits of each word.
     *
     * @param source ids
     * @param before id of the word before each word
     * @return [words][classes]
     */
    public Scalar[][] logits(Tape tape, Parameters all, int[] source, int[] before) {
        var read = Arrays.stream(source).mapToObj(id -> all.matrix("input.embedding")[id]);
        var keys =
                new OracleStack(List.of(encoder))
                        .run(tape, all.under("encoder"), read.toArray(Scalar[][]::new))
                        .outputs();
        int half = keys[0].length / 2;
        var last =
                Vectors.joined(
                        Arrays.copyOf(keys[keys.length - 1], half),
                        Arrays.copyOfRange(keys[0], half, 2 * half));
        var states = new ArrayList<Scalar[][]>();
        for (int i = 0; i < layers; i++) {
            states.add(start(all.under("decoder.l" + i + ".start"), last, units, cellStates));
        }
        var logits = new Scalar[before.length][];
        var fed = tape.zeros(units);
        for (int t = 0; t < before.length; t++) {
            var x = all.matrix("target.embedding")[before[t]];
            for (int i = 0; i < layers; i++) {
                var own = all.under("decoder.l" + i);
                var attention = own.under("attention");
                var forward = own.under("forward");
                if (feeding && i == 0) {
                    states.set(i, step(decoder, forward, x, fed, states.get(i)));
                    var state = states.get(i)[0];
                    var joined = Vectors.joined(context(attention, state, keys), state);
                    fed =
                            Vectors.each(
                                    Vectors.product(attention.matrix("joined"), joined),
                                    Scalar::tanh);
                    x = fed;
                    continue;
                }
                Scalar[] context = {};
                if (!feeding && i + 1 == layers) {
                    context = context(attention, states.get(i)[0], keys);
                }
                states.set(i, step(decoder, forward, x, context, states.get(i)));
                x = Vectors.joined(states.get(i)[0], context);
            }
            logits[t] = affine(all.under("head"), x);
        }
        return logits;
    }

    private Scalar[] context(Parameters attention, Scalar[] state, Scalar[][] keys) {
        var query = Vectors.product(attention.matrix("u"), state);
        return dot
                ? OracleAttention.product(attention, query, keys).context()
                : OracleAttention.read(attention, Vectors.plus(query, attention.vector("b")), keys)
                        .context();
    }

    static Scalar[][] start(Parameters own, Scalar[] last, int units, int cellStates) {
        var all = Vectors.each(affine(own, last), Scalar::tanh);
        var state = new Scalar[1 + cellStates][];
        for (int i = 0; i <= cellStates; i++) {
            state[i] = Arrays.copyOfRange(all, i * units, (i + 1) * units);
        }
        return state;
    }

    /** A step whose input is a word's vector, or a layer's state, beside the context. */
    static Scalar[][] step(
            OracleCell decoder, Parameters own, Scalar[] x, Scalar[] context, Scalar[][] state) {
        if (context.length == 0) {
            return decoder.step(own, x, state);
        }
        var rows = new ArrayList<Scalar>();
        var inputs = own.matrix("wx");
        for (int row = 0; row < inputs.length; row++) {
            rows.addAll(List.of(inputs[row]).subList(0, x.length));
            rows.addAll(List.of(own.matrix("wc0")[row]));
        }
        int width = x.length + context.length;
        own.with("wx", rows.toArray(Scalar[]::new), inputs.length, width);
        return decoder.step(own, Vectors.joined(x, context), state);
    }

    public static Scalar[] affine(Parameters own, Scalar[] x) {
        return Vectors.plus(Vectors.product(own.matrix("w"), x), own.vector("b"));
    }
}
