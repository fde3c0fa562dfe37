package unroll.task;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import unroll.conf.ConfigurationException;
import unroll.data.Example;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.measure.calibration.CalibrationSearch;
import unroll.nn.Capacity;
import unroll.nn.Network;

/**
 * A task whose data are known: its network, batches, evaluator and predictions. Implementations are
 * records, since they are sent to workers, and equal tasks share memory.
 */
public interface Task extends Serializable {
    /** Returns the contents of its examples. */
    Schema schema();

    /** Builds the network. */
    Network network();

    /** Returns the capacity for the largest batch of training. */
    Capacity capacity();

    /**
     * Returns the batches of an epoch of training.
     *
     * @param key key of their randomness
     */
    Plan epoch(Shard shard, long key);

    /**
     * Returns the batches of a pass for measuring.
     *
     * @param sequences maximum number of sequences of a batch
     * @param rows maximum number of rows of a batch, at least {@link #leastRows}
     */
    Plan inOrder(Shard shard, int sequences, int rows);

    /** Returns the batches of a pass for measuring, no larger than those of training. */
    default Plan inOrder(Shard shard) {
        return inOrder(shard, capacity().sequences(), capacity().rows());
    }

    /**
     * Returns the minimum number of rows of a batch for a shard: usually those of its longest
     * sequence.
     */
    default int leastRows(Shard shard) {
        return IntStream.range(0, shard.examples()).map(shard::rows).max().orElse(1);
    }

    /**
     * Returns the batches of a diagnosis: sequences as long as those of training, in the shard's
     * order.
     */
    default Plan inTrainingLengths(Shard shard) {
        return inOrder(shard);
    }

    /** Creates an evaluator without examples. */
    Evaluator evaluator();

    /**
     * Adds to the scores of a validation shard what early stopping watches beyond them, such as the
     * texts that a network writes; nothing by default.
     *
     * @param theta parameters in training
     * @param into of this task, which has the scores
     */
    default void validate(float[] theta, Shard shard, Evaluator into) {}

    /**
     * Returns the number of earlier windows of a series that predictions depend on. They are scored
     * before the others, series after series, each in the order of time.
     */
    default int history() {
        return 0;
    }

    /**
     * Creates a search on the validation set for parameters of calibration, such as a temperature;
     * empty if the task has none.
     */
    default Optional<CalibrationSearch> calibrationSearch() {
        return Optional.empty();
    }

    /**
     * Returns a codec with the numbers that {@link #calibrationSearch} found.
     *
     * @param found as {@link CalibrationSearch#found} returned them
     */
    default Codec calibrated(Codec codec, List<Double> found) {
        return codec;
    }

    /**
     * Returns this task with a language model that its predictions are also chosen by.
     *
     * @param model of task {@code language}
     * @param codec of this task's models
     * @throws ConfigurationException if the model knows none of the labels
     */
    default Task withLanguageModel(TrainedModel model, Codec codec) {
        throw new UnsupportedOperationException("this task chooses by its own scores alone");
    }

    /**
     * Converts scores to probabilities of classes, logarithms of those of labels, standardised
     * values, or probabilities of a yes. Returns a new array or the same one.
     *
     * @param scores of the network: [rows, outputs]
     */
    default float[] decode(float[] scores) {
        return scores;
    }

    /**
     * Describes the prepared data, such as {@code 5,000 words, 2 classes}.
     *
     * @param steps the contents of a step, such as {@code 5,000 words}
     */
    String describe(Codec codec, String steps);

    /**
     * Checks whether a model can be measured on a good row.
     *
     * @param steps number of last steps that a forecast predicts from its own outputs
     * @return why the row is bad; null if it is good
     */
    default Reason wrong(RecordReader row, int steps) {
        return null;
    }

    /**
     * Refuses {@code --steps} unless the task continues a forecast from its own outputs.
     *
     * @throws ConfigurationException if steps are given that the task does not take
     */
    void requireSteps(int steps);

    /** Throws the exception of {@link #requireSteps} if steps are given. */
    static void refuseSteps(int steps, String got) {
        if (steps > 0) {
            throw new ConfigurationException(
                    "--steps: expected a model that forecasts next steps, got " + got);
        }
    }

    /**
     * Measures a model of this task on rows with their targets.
     *
     * @param steps number of last steps that a forecast predicts from its own outputs; examples
     *     have more
     */
    default void measure(Scorer scorer, List<LabelledInput> rows, int steps, Evaluator into) {
        scorer.measure(rows.stream().map(LabelledInput::example).toList(), into);
    }

    /**
     * Measures a model of this task on prepared examples, whose words are not kept.
     *
     * @param into of this task
     */
    default void measure(Scorer scorer, Shard shard, Evaluator into) {
        scorer.measure(shard, into);
    }

    /**
     * A row that a model is measured on.
     *
     * @param input whose example has its target
     * @param target its labels, or all its words, of which the example may have the first alone;
     *     empty if it has neither
     */
    record LabelledInput(ModelInput input, List<String> target) {
        public Example example() {
            return input.example();
        }
    }

    /** Returns the columns that scoring adds to rows. */
    List<Column> columns(Codec codec);

    /** Returns the one of {@link #columns} that holds a vector for each row, if there is one. */
    default Optional<String> vectorColumn() {
        return Optional.empty();
    }

    /**
     * Opens a predictor.
     *
     * @param model of this task
     * @param steps number of steps that a forecast of next steps continues for; 0 for the next step
     *     alone
     */
    Predictor predictor(TrainedModel model, int steps);

    /**
     * Formats a prediction for a terminal.
     *
     * @param prediction the values of {@link #columns}
     * @return lines that are safe to print
     */
    List<String> lines(Codec codec, ModelInput input, Object[] prediction);

    /**
     * Continues a text.
     *
     * @param model of this task
     * @param words of the text, possibly none
     * @param out receives pieces of text as they are drawn, safe to print
     * @throws ConfigurationException unless this is a language model
     */
    default void continueText(
            TrainedModel model, List<String> words, Generation generation, Consumer<String> out) {
        throw new ConfigurationException(
                "--steps: expected a language model, which continues a text, got one of task "
                        + model.conf().task().word());
    }

    /** Returns the main metric of a model. */
    Metric metric();

    /** Returns the metric's value. */
    default double score(Evaluation evaluation) {
        return evaluation.score(metric());
    }
}
