package unroll.diagnose;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The findings inside a model. Annotations give the keys in JSON.
 *
 * @param examples sequences that the model has read
 * @param loss mean, as the task counts it: in nats, or as {@code training.loss} says
 * @param directions each direction of each recurrent layer, from the bottom up
 */
@JsonPropertyOrder({"examples", "loss", "bounds", "layers", "surface"})
public record Diagnosis(
        int examples,
        double loss,
        @JsonProperty("layers") List<OfDirection> directions,
        Surface surface) {
    /** A sigmoid is saturated below this, or above one minus this. */
    public static final float SIGMOID_BOUND = 0.1f;

    /** A tanh is saturated beyond this, on either side. */
    public static final float TANH_BOUND = 0.9f;

    /** A unit is dead if its output stays within a range of this width over all rows. */
    public static final float DEAD_RANGE = 1e-6f;

    /** The bounds of saturated and dead units. */
    @JsonProperty
    Bounds bounds() {
        return new Bounds(List.of(0.1, 0.9), List.of(-0.9, 0.9), 1e-6);
    }

    record Bounds(List<Double> sigmoid, List<Double> tanh, double dead) {}

    /**
     * One direction of a recurrent layer.
     *
     * @param name prefix of its parameters' names
     * @param width its output units
     * @param jacobians empty if the state depends on other steps than the one before
     * @param dead units that never move
     * @param zero those among them that are zero in all rows
     */
    public record OfDirection(
            String name,
            @JsonProperty("units") int width,
            Flow gradient,
            List<Spectrum> matrices,
            @JsonProperty("stepJacobians") List<Jacobian> jacobians,
            List<Gate> gates,
            @JsonProperty("deadUnits") List<Integer> dead,
            @JsonProperty("zeroUnits") List<Integer> zero) {}

    /**
     * The gradient at earlier steps.
     *
     * @param norms of the gradient of a sequence's loss (where every step has one, of the last
     *     step's) by the state so many steps before the direction's last step of the sequence,
     *     averaged over the sequences that have such a step
     * @param sequences that have such a step
     */
    public record Flow(@JsonProperty("normByDistance") List<Double> norms, List<Long> sequences) {
        /** Returns the largest distance that at least half of the sequences reach. */
        public int usual() {
            int distance = 0;
            while (distance + 1 < norms.size()
                    && 2 * sequences.get(distance + 1) >= sequences.get(0)) {
                distance++;
            }
            return distance;
        }

        /** Returns the factor of the norm per step back, on average over the usual distance. */
        @JsonProperty("factorPerStep")
        public double factor() {
            return usual() == 0
                    ? Double.NaN
                    : StrictMath.pow(norms.get(usual()) / norms.get(0), 1.0 / usual());
        }
    }

    /**
     * Singular values, falling.
     *
     * @param block of the matrix, such as a gate's; null for the whole
     */
    public record Spectrum(
            @JsonProperty("name") String matrix,
            String block,
            @JsonProperty("singularValues") List<Double> values) {}

    /**
     * Singular values of dh_t/dh_(t-1), falling.
     *
     * @param example by its place in the sample
     * @param step t, from 0
     */
    public record Jacobian(
            int example, int step, @JsonProperty("singularValues") List<Double> values) {}

    /**
     * Shares of a block's values, over rows and units.
     *
     * @param low at the lower bound: of a sigmoid below 0.1, of a tanh below -0.9, of a ReLU zero
     * @param high at the upper: of a sigmoid above 0.9, of a tanh above 0.9, of a ReLU none
     */
    public record Gate(String name, String function, double low, double high) {
        @JsonProperty
        public double saturated() {
            return low + high;
        }
    }

    /**
     * The loss around the parameters (Li et al. 2018).
     *
     * @param places along either direction, rising; 0 in the middle is the model
     * @param loss [places along the first][places along the second]
     */
    public record Surface(long seed, List<Double> places, List<List<Double>> loss) {}
}
