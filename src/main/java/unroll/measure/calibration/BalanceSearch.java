package unroll.measure.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/**
 * Finds how much a linear model counts beside a network that learned apart from it: the logits
 * {@code x + λ w} of both, for λ of a grid from 1/64 to 16, each with a temperature by {@link
 * TemperatureSearch}. The best λ has the smallest log-loss.
 *
 * <p>Both models are finished, so λ and the temperature are all that the sum has to learn, and a
 * small part of the data is enough (Wolpert 1992, "Stacked generalization").
 */
public final class BalanceSearch implements CalibrationSearch {
    private static final int SMALLEST = -6; // logarithm of λ to base 2
    private static final int LARGEST = 4;

    private final int classes;
    private final int from;
    private final int end;
    private final List<TemperatureSearch> searches = new ArrayList<>(); // by λ, ascending
    private transient float[] theta; // of both models, in the last call
    private transient float[] alone; // the same without the linear model

    /**
     * @param classes number of outputs of the network, at least 2
     * @param from first of the linear model's parameters
     * @param end after the last; the logits are linear in these together
     */
    public BalanceSearch(int classes, int from, int end) {
        this.classes = classes;
        this.from = from;
        this.end = end;
        for (int power = SMALLEST; power <= LARGEST; power++) {
            searches.add(new TemperatureSearch(Temperature.LOGITS, classes));
        }
    }

    private static double weight(int search) {
        return StrictMath.scalb(1.0, SMALLEST + search);
    }

    @Override
    public void add(Workspace workspace, float[] parameters, Batch batch) {
        if (parameters != theta) {
            theta = parameters;
            alone = parameters.clone();
            Arrays.fill(alone, from, end, 0);
        }
        var network = workspace.score(alone, batch).clone();
        var both = workspace.score(theta, batch);
        int[] labels = batch.target().ids();
        for (int i = 0; i < workspace.packing().rows(); i++) {
            if (labels[i] >= 0) {
                add(labels[i], network, both, i * classes);
            }
        }
    }

    /**
     * Adds an example.
     *
     * @param network probabilities of the network alone, from {@code at} on
     * @param both probabilities of the sum of the logits
     */
    void add(int label, float[] network, float[] both, int at) {
        var x = Temperature.logarithms(network, at, classes);
        var sum = Temperature.logarithms(both, at, classes);
        for (int s = 0; s < searches.size(); s++) {
            var logits = new double[classes];
            for (int k = 0; k < classes; k++) {
                logits[k] = x[k] + weight(s) * (sum[k] - x[k]);
            }
            searches.get(s).add(label, Temperature.ofLogits(logits));
        }
    }

    @Override
    public void merge(CalibrationSearch search) {
        var more = (BalanceSearch) search;
        for (int s = 0; s < searches.size(); s++) {
            searches.get(s).merge(more.searches.get(s));
        }
    }

    /** Returns the temperature and λ, which is 1 without an example or if a loss is not finite. */
    @Override
    public List<Double> found() {
        int best = -SMALLEST;
        for (int s = 0; s < searches.size(); s++) {
            best = searches.get(s).smallestLoss() < searches.get(best).smallestLoss() ? s : best;
        }
        return List.of(searches.get(best).best(), weight(best));
    }
}
