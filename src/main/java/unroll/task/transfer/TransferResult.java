package unroll.task.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import unroll.nn.Layout.Slice;

/**
 * The parameters that were taken from a trained model.
 *
 * @param taken parameters of the new network of which at least one row was taken
 * @param fresh its other parameters
 * @param left parameters of the old network of which nothing was taken
 * @param words of the new vocabulary that the old one has too; 0 if no parameter is by word
 * @param written the same for a vocabulary of targets
 */
public record TransferResult(
        List<Slice> taken, List<Slice> fresh, List<Slice> left, int words, int written) {
    /**
     * Describes parameters in a line, those of a layer together, such as {@code input.embedding
     * [30016, 128], encoder.l0.forward (wx [512, 128], wh [512, 128], b [512])}.
     */
    public static String describe(List<Slice> slices) {
        var layers = new LinkedHashMap<String, List<Slice>>();
        for (var slice : slices) {
            layers.computeIfAbsent(layer(slice), name -> new ArrayList<>()).add(slice);
        }
        return layers.isEmpty()
                ? "nothing"
                : layers.entrySet().stream()
                        .map(layer -> describe(layer.getKey(), layer.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String layer(Slice slice) {
        return slice.name().substring(0, Math.max(0, slice.name().lastIndexOf('.')));
    }

    private static String describe(String layer, List<Slice> slices) {
        return slices.size() == 1
                ? slices.get(0).name() + " " + slices.get(0).shape()
                : slices.stream()
                        .map(s -> s.name().substring(layer.length() + 1) + " " + s.shape())
                        .collect(Collectors.joining(", ", layer + " (", ")"));
    }
}
