package unroll.encode;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a codec as {@link CodecReader} reads it. */
final class CodecWriter {
    private CodecWriter() {}

    static Map<String, Object> tree(Codec codec) {
        var tree = new LinkedHashMap<String, Object>();
        if (!codec.labels().isEmpty()) {
            tree.put("labels", codec.labels());
        }
        if (codec.written() != null) {
            var words = codec.written().words();
            tree.put("written", List.copyOf(words.subList(1, words.size()))); // without the mark
        }
        if (codec.merges().splits()) {
            tree.put("merges", codec.merges().tree());
        }
        if (codec.writtenMerges().splits()) {
            tree.put("writtenMerges", codec.writtenMerges().tree());
        }
        if (!codec.secondLabels().isEmpty()) {
            tree.put("secondLabels", codec.secondLabels());
        }
        if (!Double.isNaN(codec.unknownWords())) {
            tree.put("unknownWords", codec.unknownWords());
        }
        var calibration = codec.calibration();
        if (calibration.temperature() != 1) {
            tree.put("temperature", calibration.temperature());
        }
        if (calibration.ngramWeight() != 1) {
            tree.put("ngramWeight", calibration.ngramWeight());
        }
        if (!calibration.thresholds().isEmpty()) {
            tree.put("thresholds", calibration.thresholds());
        }
        put(tree, "inputs", codec.inputs());
        put(tree, "targets", codec.targets());
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, Scaling scaling) {
        if (scaling.columns() > 0) {
            tree.put(
                    name,
                    Map.of(
                            "means", boxed(scaling.means()),
                            "deviations", boxed(scaling.deviations())));
        }
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
