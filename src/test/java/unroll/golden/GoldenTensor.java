package unroll.golden;

import java.util.Arrays;

/**
 * A reference tensor and the measure of agreement with it.
 *
 * @param name file and place in it, for messages
 * @param data row-major
 */
public record GoldenTensor(String name, int[] shape, double[] data) {
    public GoldenTensor {
        long size = 1;
        for (int n : shape) {
            size *= n;
        }
        if (size != data.length) {
            throw new AssertionError(
                    name + ": " + data.length + " numbers for the shape " + Arrays.toString(shape));
        }
        for (double number : data) {
            if (!Double.isFinite(number)) {
                throw new AssertionError(name + " holds " + number);
            }
        }
    }

    /** Elements along one dimension. */
    public int size(int dimension) {
        return shape[dimension];
    }

    public double at(int... place) {
        return data[index(place)];
    }

    public float[] floats() {
        var floats = new float[data.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) data[i];
        }
        return floats;
    }

    /**
     * @throws AssertionError naming both, when the shape is another
     */
    public GoldenTensor requireShape(int... expected) {
        if (!Arrays.equals(shape, expected)) {
            throw new AssertionError(
                    name
                            + ": shape "
                            + Arrays.toString(shape)
                            + ", expected "
                            + Arrays.toString(expected));
        }
        return this;
    }

    public void check(double tolerance, float[] actual) {
        var doubles = new double[actual.length];
        for (int i = 0; i < actual.length; i++) {
            doubles[i] = actual[i];
        }
        check(tolerance, doubles);
    }

    /**
     * Requires max|actual - reference| <= tolerance * max|reference|.
     *
     * @throws AssertionError naming the tensor and its worst element
     */
    public void check(double tolerance, double... actual) {
        if (actual.length != data.length) {
            throw new AssertionError(
                    name + ": got " + actual.length + " numbers, expected " + data.length);
        }
        double most = 0;
        int worst = 0;
        double distance = 0;
        for (int i = 0; i < data.length; i++) {
            most = Math.max(most, Math.abs(data[i]));
            double here = Math.abs(actual[i] - data[i]);
            // Written so that NaN counts as the worst.
            if (!(here <= distance)) {
                distance = here;
                worst = i;
                if (Double.isNaN(here)) {
                    break;
                }
            }
        }
        if (!(distance <= tolerance * most)) {
            throw new AssertionError(
                    String.format(
                            "%s%s: got %s, expected %s: off by %.3g of the tensor's largest element %.6g, allowed %.0e",
                            name,
                            Arrays.toString(place(worst)),
                            actual[worst],
                            data[worst],
                            distance / most,
                            most,
                            tolerance));
        }
    }

    private int index(int[] place) {
        int index = 0;
        for (int d = 0; d < shape.length; d++) {
            if (place[d] < 0 || place[d] >= shape[d]) {
                throw new AssertionError(
                        name
                                + ": no element "
                                + Arrays.toString(place)
                                + " in "
                                + Arrays.toString(shape));
            }
            index = index * shape[d] + place[d];
        }
        return index;
    }

    private int[] place(int index) {
        var place = new int[shape.length];
        int rest = index;
        for (int d = shape.length - 1; d >= 0; d--) {
            place[d] = rest % shape[d];
            rest /= shape[d];
        }
        return place;
    }
}
