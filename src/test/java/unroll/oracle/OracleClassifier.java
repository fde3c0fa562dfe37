package unroll.oracle;

/**
 * Words to classes: embedding, recurrent layers, pooling, a linear head. The parameters are {@code
 * input.embedding [words, width]}, {@code encoder.l0.forward.wx} and so on, {@code head.w [classes,
 * features]} and {@code head.b [classes]}.
 */
public record OracleClassifier(OracleWords input, OracleStack stack, OraclePooling pooling) {

    /** With a row of {@code input.embedding} for each word. */
    public OracleClassifier(OracleStack stack, OraclePooling pooling) {
        this(null, stack, pooling);
    }

    /**
     * @return [classes]
     */
    public Scalar[] logits(Tape tape, Parameters parameters, int[] words) {
        return logits(tape, parameters, input(tape, parameters, words));
    }

    /**
     * @param x vectors of the words, [steps][columns]
     */
    public Scalar[] logits(Tape tape, Parameters parameters, Scalar[][] x) {
        var result = stack.run(tape, parameters.under("encoder"), x);
        var pooled = pooling.of(parameters.under("pooling"), stack, result);
        return Vectors.plus(
                Vectors.product(parameters.matrix("head.w"), pooled), parameters.vector("head.b"));
    }

    /** The vectors of words, [steps][columns]. */
    public Scalar[][] input(Tape tape, Parameters parameters, int[] words) {
        if (input != null) {
            return input.of(tape, parameters, words);
        }
        var x = new Scalar[words.length][];
        for (int t = 0; t < words.length; t++) {
            x[t] = parameters.rows("input.embedding", words[t], 1)[0];
        }
        return x;
    }

    /** The mean loss of some sequences. */
    public Scalar loss(
            Tape tape,
            Parameters parameters,
            int[][] words,
            int[] targets,
            OracleCrossEntropy loss) {
        var logits = new Scalar[words.length][];
        for (int b = 0; b < words.length; b++) {
            logits[b] = logits(tape, parameters, words[b]);
        }
        return loss.mean(logits, targets);
    }
}
