package unroll.task;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
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
import unroll.measure.TemperatureSearch;
import unroll.nn.Capacity;
import unroll.nn.Network;

/**
 * A task whose data are known: the network, the batches that it reads, how its scores are measured,
 * and what a model answers. Implementations are records: workers are sent them, and equal tasks
 * share memory.
 */
public interface Task extends Serializable {
    /** The contents of its examples. */
    Schema schema();

    /** Builds the network. */
    Network network();

    /** What the largest batch of training needs. */
    Capacity capacity();

    /**
     * The batches of an epoch of training.
     *
     * @param key what is random in them depends on
     */
    Plan epoch(Shard shard, long key);

    /**
     * The batches of a pass for measuring.
     *
     * @param sequences most sequences of a batch
     * @param rows most rows of a batch, at least {@link #leastRows}
     */
    Plan inOrder(Shard shard, int sequences, int rows);

    /** The same in batches no larger than those of training. */
    default Plan inOrder(Shard shard) {
        return inOrder(shard, capacity().sequences(), capacity().rows());
    }

    /**
     * Fewest rows of a batch that a shard can be measured in: mostly those of its longest sequence.
     */
    default int leastRows(Shard shard) {
        return IntStream.range(0, shard.examples()).map(shard::length).max().orElse(1);
    }

    /**
     * The batches of a pass that looks inside: sequences as long as those of training, in the
     * shard's order.
     */
    default Plan inTrainingLengths(Shard shard) {
        return inOrder(shard);
    }

    /** Creates an evaluator of no examples. */
    Evaluator evaluator();

    /**
     * Creates a search for the temperature of the probabilities; empty where the task does not
     * predict one class an example.
     */
    default Optional<TemperatureSearch> temperatureSearch() {
        return Optional.empty();
    }

    /**
     * Scores as people read them, as a new array or as they are: of classes the probabilities, of
     * labels their logarithms; values, still standardised; probabilities of a yes in [0, 1].
     *
     * @param scores of the network: [rows, outputs]
     */
    default float[] decode(float[] scores) {
        return scores;
    }

    /**
     * Describes what preparation has found, such as {@code 5,000 words, 2 classes}.
     *
     * @param steps the contents of a step, such as {@code 5,000 words}
     */
    String describe(Codec codec, String steps);

    /**
     * Checks a good row further before a model is measured on it.
     *
     * @param steps last steps that a forecast of next steps must find by itself
     * @return why the row is bad; null if it is good
     */
    default Reason wrong(RecordReader row, int steps) {
        return null;
    }

    /**
     * Refuses {@code --steps} where no forecast runs on from its own outputs.
     *
     * @throws ConfigurationException when steps are given
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
     * Measures a model of this task on examples with their targets.
     *
     * @param steps last steps that a forecast of next steps must find by itself; examples have more
     */
    default void measure(Scorer scorer, List<Example> examples, int steps, Evaluator into) {
        scorer.measure(examples, into);
    }

    /** The columns that scoring adds to rows. */
    List<Column> columns(Codec codec);

    /**
     * Opens an answerer.
     *
     * @param model of this task
     * @param steps that a forecast of next steps runs on; 0 for the next step alone
     */
    Answerer answerer(TrainedModel model, int steps);

    /**
     * Shows an answer on a terminal.
     *
     * @param answer the values of {@link #columns}
     * @return lines that are safe to print
     */
    List<String> lines(Codec codec, Object[] answer);

    /**
     * Continues a text.
     *
     * @param model of this task
     * @param words of the text, perhaps none
     * @param steps words to add
     * @param seed decides what is drawn
     * @return a line that is safe to print
     * @throws ConfigurationException unless this is a language model
     */
    default String continuation(TrainedModel model, List<String> words, int steps, long seed) {
        throw new ConfigurationException(
                "--steps: expected a language model, which continues a text, got one of task "
                        + model.conf().task().word());
    }

    /** The metric that tells people how good a model is. */
    Metric metric();

    /** The metric's value. */
    default double score(Evaluation evaluation) {
        return evaluation.score(metric());
    }
}
