package unroll.golden;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A reference file of recurrent layers: its sizes, and what each direction of each layer is called
 * in it.
 */
public final class GoldenRecurrent {
    /**
     * One direction of one layer.
     *
     * @param name here: {@code l0.forward}
     * @param suffix of the file's parameters: {@code _l0_reverse}
     */
    public record Direction(String name, String suffix) {
        /** Place of a parameter among the file's, with the weights before it. */
        public String parameter(String what) {
            return what + suffix;
        }
    }

    private final GoldenFile file;
    private final int layers;
    private final boolean bidirectional;
    private final int[] lengths;
    private final int steps;
    private final int inputs;
    private final int units;

    /**
     * Reads the sizes and requires every tensor to have the shape that follows from them.
     *
     * @throws AssertionError naming the tensor that has another
     */
    public GoldenRecurrent(GoldenFile file) {
        this.file = file;
        layers = file.integer("layers");
        bidirectional = file.flag("bidirectional");
        lengths = file.integers("lengths");
        steps = file.tensor("x").size(0);
        inputs = file.tensor("x").size(2);
        units = file.tensor("h_n").size(2);
        int features = directionsOfALayer() * units;
        int batch = lengths.length;
        file.tensor("x").requireShape(steps, batch, inputs);
        file.tensor("grad_x").requireShape(steps, batch, inputs);
        file.tensor("y").requireShape(steps, batch, features);
        file.tensor("dy").requireShape(steps, batch, features);
        for (String states :
                hasCell() ? List.of("h_n", "dh_n", "c_n", "dc_n") : List.of("h_n", "dh_n")) {
            file.tensor(states).requireShape(layers * directionsOfALayer(), batch, units);
        }
        for (String group : List.of("params", "grad_params")) {
            var expected = new HashSet<String>();
            for (int d = 0; d < directions().size(); d++) {
                int rows = gates() * units;
                int width = d < directionsOfALayer() ? inputs : features;
                var direction = directions().get(d);
                matrix(group, direction, expected, "weight_ih").requireShape(rows, width);
                matrix(group, direction, expected, "weight_hh").requireShape(rows, units);
                matrix(group, direction, expected, "bias_ih").requireShape(rows);
                matrix(group, direction, expected, "bias_hh").requireShape(rows);
            }
            if (!expected.equals(new HashSet<>(file.names(group)))) {
                throw new AssertionError(
                        file + " " + group + ": " + file.names(group) + ", expected " + expected);
            }
        }
        requireNothingPastTheEnd(file.tensor("x"));
    }

    private GoldenTensor matrix(
            String group, Direction direction, Set<String> expected, String what) {
        expected.add(direction.parameter(what));
        return file.tensor(group, direction.parameter(what));
    }

    private void requireNothingPastTheEnd(GoldenTensor x) {
        for (int b = 0; b < lengths.length; b++) {
            for (int t = lengths[b]; t < steps; t++) {
                for (int i = 0; i < inputs; i++) {
                    if (x.at(t, b, i) != 0) {
                        throw new AssertionError(
                                x.name() + ": not zero past the end of sequence " + b);
                    }
                }
            }
        }
    }

    public GoldenFile file() {
        return file;
    }

    /** lstm, gru, rnn_tanh or rnn_relu. */
    public String cell() {
        return file.text("kind");
    }

    public boolean hasCell() {
        return cell().equals("lstm");
    }

    public int gates() {
        return switch (cell()) {
            case "lstm" -> 4;
            case "gru" -> 3;
            case "rnn_tanh", "rnn_relu" -> 1;
            default -> throw new AssertionError(file + ": no cell of the name " + cell());
        };
    }

    public int layers() {
        return layers;
    }

    public boolean bidirectional() {
        return bidirectional;
    }

    public int directionsOfALayer() {
        return bidirectional ? 2 : 1;
    }

    /** In the order of h_n: first layer forward, first layer backward, second layer forward, … */
    public List<Direction> directions() {
        var directions = new ArrayList<Direction>();
        for (int l = 0; l < layers; l++) {
            directions.add(new Direction("l" + l + ".forward", "_l" + l));
            if (bidirectional) {
                directions.add(new Direction("l" + l + ".backward", "_l" + l + "_reverse"));
            }
        }
        return directions;
    }

    public int sequences() {
        return lengths.length;
    }

    public int length(int sequence) {
        return lengths[sequence];
    }

    /** Steps of the padded tensors. */
    public int steps() {
        return steps;
    }

    public int inputs() {
        return inputs;
    }

    public int units() {
        return units;
    }
}
