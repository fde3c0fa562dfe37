package unroll.oracle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import unroll.nn.Layout;

/** Named tensors of scalars, row-major. Names are paths with dots, as the engine's. */
public final class Parameters {
    /**
     * @param rows along the first dimension
     */
    private record Tensor(Scalar[] elements, Scalar[][] rows) {}

    private final Map<String, Tensor> tensors;
    private final String prefix;

    public Parameters() {
        this(new LinkedHashMap<>(), "");
    }

    private Parameters(Map<String, Tensor> tensors, String prefix) {
        this.tensors = tensors;
        this.prefix = prefix;
    }

    /**
     * Those of an engine's layout.
     *
     * @param elements in the layout's order
     */
    public static Parameters of(Layout layout, Scalar[] elements) {
        var parameters = new Parameters();
        for (var slice : layout.slices()) {
            parameters.with(
                    slice.name(),
                    Arrays.copyOfRange(elements, slice.offset(), slice.end()),
                    slice.shape().stream().mapToInt(Integer::intValue).toArray());
        }
        return parameters;
    }

    /**
     * @throws IllegalArgumentException when the shape does not have as many elements
     */
    public Parameters with(String name, Scalar[] elements, int... shape) {
        int size = 1;
        for (int n : shape) {
            size *= n;
        }
        if (size != elements.length) {
            throw new IllegalArgumentException(
                    name + ": " + elements.length + " elements for " + size + " places");
        }
        var rows = new Scalar[shape[0]][];
        int width = size / shape[0];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.copyOfRange(elements, r * width, (r + 1) * width);
        }
        tensors.put(prefix + name, new Tensor(elements, rows));
        return this;
    }

    /** The tensors whose names begin with {@code path.}, called by the rest of their names. */
    public Parameters under(String path) {
        return new Parameters(tensors, prefix + path + ".");
    }

    /** All elements of a tensor of any shape. */
    public Scalar[] vector(String name) {
        return tensor(name).elements;
    }

    /** The rows of a matrix. */
    public Scalar[][] matrix(String name) {
        return tensor(name).rows;
    }

    /** {@code count} rows of a matrix from row {@code first} on. */
    public Scalar[][] rows(String name, int first, int count) {
        return Arrays.copyOfRange(tensor(name).rows, first, first + count);
    }

    /** {@code count} elements of a vector from element {@code first} on. */
    public Scalar[] part(String name, int first, int count) {
        return Arrays.copyOfRange(tensor(name).elements, first, first + count);
    }

    private Tensor tensor(String name) {
        var tensor = tensors.get(prefix + name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no parameter " + prefix + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }
}
