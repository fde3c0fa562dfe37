package unroll.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reference file of a short training run: an embedding, one LSTM read at its last step, a linear
 * head, clipping by global norm and dense Adam. Parameters go by the names used here; the file's
 * second bias, zero and not trained, is added to the first.
 */
public final class GoldenTraining {
    private static final Map<String, String> FILE_NAMES = new LinkedHashMap<>();

    static {
        FILE_NAMES.put("input.embedding", "embedding.weight");
        FILE_NAMES.put("encoder.l0.forward.wx", "lstm.weight_ih_l0");
        FILE_NAMES.put("encoder.l0.forward.wh", "lstm.weight_hh_l0");
        FILE_NAMES.put("encoder.l0.forward.b", "lstm.bias_ih_l0");
        FILE_NAMES.put("head.w", "linear.weight");
        FILE_NAMES.put("head.b", "linear.bias");
    }

    private final GoldenFile file;
    private final int[][] words;
    private final int[] labels;

    public GoldenTraining(GoldenFile file) {
        this.file = file;
        words = new int[file.count("tokens")][];
        for (int b = 0; b < words.length; b++) {
            words[b] = file.integers("tokens", Integer.toString(b));
        }
        labels = file.integers("labels");
        int width = start("input.embedding").size(1);
        int units = units();
        for (String when : List.of("start", "end")) {
            tensor(when, "input.embedding").requireShape(start("input.embedding").size(0), width);
            tensor(when, "encoder.l0.forward.wx").requireShape(4 * units, width);
            tensor(when, "encoder.l0.forward.wh").requireShape(4 * units, units);
            tensor(when, "encoder.l0.forward.b").requireShape(4 * units);
            tensor(when, "head.w").requireShape(classes(), units);
            tensor(when, "head.b").requireShape(classes());
        }
        if (file.count("norms") != steps() || labels.length != words.length) {
            throw new AssertionError(
                    file
                            + ": as many norms as losses and as many labels as sequences are expected");
        }
        // Not trained, hence the same to the last bit.
        file.tensor("end", "lstm.bias_hh_l0")
                .check(0, file.tensor("start", "lstm.bias_hh_l0").data());
    }

    /** Names of the parameters that are trained. */
    public List<String> trained() {
        return List.copyOf(FILE_NAMES.keySet());
    }

    public GoldenTensor start(String name) {
        return tensor("start", name);
    }

    public GoldenTensor end(String name) {
        return tensor("end", name);
    }

    private GoldenTensor tensor(String when, String name) {
        var tensor = file.tensor(when, FILE_NAMES.get(name));
        if (!name.equals("encoder.l0.forward.b")) {
            return tensor;
        }
        var second = file.tensor(when, "lstm.bias_hh_l0").requireShape(tensor.shape()).data();
        var sum = tensor.data().clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += second[i];
        }
        return new GoldenTensor(tensor.name(), tensor.shape(), sum);
    }

    public int[][] words() {
        return words;
    }

    public int[] labels() {
        return labels;
    }

    public int classes() {
        return file.integer("classes");
    }

    public int units() {
        return file.tensor("start", "lstm.weight_hh_l0").size(1);
    }

    public int steps() {
        return file.count("losses");
    }

    /** Mean loss before a step. */
    public GoldenTensor loss(int step) {
        return file.scalar("losses", Integer.toString(step));
    }

    /** Norm of the gradient before clipping. */
    public GoldenTensor norm(int step) {
        return file.scalar("norms", Integer.toString(step));
    }

    /** Largest norm that is not scaled down. */
    public double clip() {
        return file.stated("clip");
    }

    public double rate() {
        return file.stated("lr");
    }
}
