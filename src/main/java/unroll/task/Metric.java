package unroll.task;

import java.util.Locale;

/** The figure beside the loss that tells people how good a network is. */
public enum Metric {
    /** Share of the targets that are the most probable class, or the likelier of yes and no. */
    ACCURACY("accuracy"),
    /** Labels to insert, take out or change until all are right, over the number of true labels. */
    LABEL_ERROR_RATE("labelErrorRate"),
    /** Root of the mean squared error, in the target's own unit. */
    RMSE("rmse"),
    /** exp(mean -log p): among how many equally probable words it might as well have chosen. */
    PERPLEXITY("perplexity");

    private final String key;

    Metric(String key) {
        this.key = key;
    }

    /** As files name it. */
    public String key() {
        return key;
    }

    /**
     * From means over terms.
     *
     * @param score of what the task counts beside the loss: hits, edits, squared errors
     */
    double of(double loss, double score) {
        return switch (this) {
            case ACCURACY, LABEL_ERROR_RATE -> score;
            case RMSE -> StrictMath.sqrt(score);
            case PERPLEXITY -> StrictMath.exp(loss);
        };
    }

    /** As people read it. */
    public String show(double value) {
        return switch (this) {
            case ACCURACY -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
            case LABEL_ERROR_RATE ->
                    String.format(Locale.ROOT, "label error rate %.2f %%", 100 * value);
            case RMSE -> String.format(Locale.ROOT, "RMSE %.4g", value);
            case PERPLEXITY -> String.format(Locale.ROOT, "perplexity %.2f", value);
        };
    }
}
