package unroll.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The places of named parameters in a flat vector. Offsets are computed here only. */
public final class Layout {
    /**
     * One parameter.
     *
     * @param offset first element in the flat vector
     * @param shape row-major, for instance [4H, E]
     * @param size number of elements, computed once since it is asked for row by row
     * @param byRow whether a batch touches only some of its rows, as an embedding's
     */
    public record Slice(
            String name,
            int offset,
            List<Integer> shape,
            int size,
            Initializer initializer,
            boolean byRow) {
        public int end() {
            return offset + size;
        }

        /** Returns the elements of one row: the product of all dimensions but the first. */
        public int rowSize() {
            return size / shape.get(0);
        }
    }

    private final List<Slice> slices;
    private final Map<String, Slice> byName = new LinkedHashMap<>();

    private Layout(List<Slice> slices) {
        this.slices = List.copyOf(slices);
        for (var slice : slices) {
            if (byName.put(slice.name(), slice) != null) {
                throw new IllegalArgumentException("parameter named twice: " + slice.name());
            }
        }
    }

    public List<Slice> slices() {
        return slices;
    }

    /**
     * @throws IllegalArgumentException if no parameter has that name
     */
    public Slice slice(String name) {
        var slice = byName.get(name);
        if (slice == null) {
            throw new IllegalArgumentException(
                    "no parameter " + name + "; there are " + String.join(", ", byName.keySet()));
        }
        return slice;
    }

    /** Returns the slices of which a batch touches only some rows, in order. */
    public List<Slice> byRow() {
        return slices.stream().filter(Slice::byRow).toList();
    }

    /** Returns the number of all parameters. */
    public int size() {
        return slices.isEmpty() ? 0 : slices.get(slices.size() - 1).end();
    }

    /** Returns initial values: a function of the seed and each parameter's name. */
    public float[] initialParameters(long seed) {
        var theta = new float[size()];
        for (var slice : slices) {
            slice.initializer().fill(theta, slice, seed);
        }
        return theta;
    }

    /** Collects parameters in the order in which they are added. */
    public static final class Builder {
        private final List<Slice> slices = new ArrayList<>();
        private final Initializer matrices; // null where each has its own
        private int end;

        /** Collects parameters with initializers of their own. */
        public Builder() {
            this(null);
        }

        private Builder(Initializer matrices) {
            this.matrices = matrices;
        }

        /**
         * Collects parameters of which those with two dimensions or more share an initializer in
         * place of their own.
         */
        public static Builder ofMatrices(Initializer matrices) {
            return new Builder(matrices);
        }

        /**
         * Returns a parameter that was added.
         *
         * @throws IllegalArgumentException if no parameter has that name
         */
        public Slice slice(String name) {
            return build().slice(name);
        }

        /** Returns the parameters so far. */
        public List<Slice> slices() {
            return List.copyOf(slices);
        }

        /**
         * @throws TooManyParametersException if there are more parameters than an array can hold
         */
        public Slice add(String name, Initializer initializer, int... shape) {
            return add(name, initializer, false, shape);
        }

        /** Adds a parameter of which a batch touches only some rows. */
        public Slice addByRow(String name, Initializer initializer, int... shape) {
            return add(name, initializer, true, shape);
        }

        /** Adds such a parameter that is initially zero, whatever initializer matrices share. */
        public Slice addZerosByRow(String name, int... shape) {
            return place(name, Initializers.zero(), true, shape);
        }

        private Slice add(String name, Initializer initializer, boolean byRow, int... shape) {
            boolean own = matrices == null || shape.length == 1;
            return place(name, own ? initializer : matrices, byRow, shape);
        }

        private Slice place(String name, Initializer initializer, boolean byRow, int... shape) {
            var dimensions = new ArrayList<Integer>();
            for (int n : shape) {
                dimensions.add(n);
            }
            int size = 1;
            int after;
            try {
                for (int extent : shape) {
                    size = Math.multiplyExact(size, extent);
                }
                after = Math.addExact(end, size);
            } catch (ArithmeticException e) {
                throw new TooManyParametersException(
                        String.format(
                                Locale.ROOT,
                                "model: expected at most %d parameters, got more with %s %s: lower the sizes of its layers",
                                Integer.MAX_VALUE,
                                name,
                                dimensions));
            }
            var slice = new Slice(name, end, List.copyOf(dimensions), size, initializer, byRow);
            slices.add(slice);
            end = after;
            return slice;
        }

        public Layout build() {
            return new Layout(slices);
        }
    }
}
