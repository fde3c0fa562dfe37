package unroll.task;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TextConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.Survey;

/**
 * A kind of task, independent of its data. Each kind has its own package beside this file; the
 * registry names the kinds.
 */
public interface TaskKind {
    /** Returns the target that rows of a source must have. */
    RowTarget target(Configuration conf, SourceConf source);

    /** Returns the settings that it uses among those that only some kinds of task use. */
    Set<TaskSetting> settings(Configuration conf);

    /** Returns whether every step is scored, not the sequence as a whole. */
    default boolean scoresSteps(Configuration conf) {
        return true;
    }

    /** Returns the validation metrics for early stopping. */
    default Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS);
    }

    /** Checks rules of this kind alone, beyond its {@link #settings}. */
    default void check(Configuration conf, Mistakes mistakes) {}

    /** Returns whether rows are pieces of one document in their order, not separate examples. */
    default boolean readsDocument() {
        return false;
    }

    /** Returns how texts are read: rows of a document to their end. */
    default TextConf text(Configuration conf) {
        return readsDocument() ? conf.text().whole() : conf.text();
    }

    /** Returns the fewest steps of a sequence that can be learnt from. */
    default int fewestSteps(Configuration conf) {
        return 1;
    }

    /**
     * Checks the division of the examples.
     *
     * @param training survey of the training source
     * @return why the training set does not suffice although all rows together would; empty if it
     *     does
     */
    default String wrongDivision(Survey training) {
        return "";
    }

    /**
     * Checks that a model can be trained on the training set.
     *
     * @param labels of the training set
     * @throws unroll.data.DataException naming the column and what was expected
     */
    default void requireExamples(Configuration conf, List<String> labels) {}

    /**
     * Returns the labels of the training set in the order of the outputs.
     *
     * @param sorted by value if all are numbers
     * @throws unroll.conf.ConfigurationException if an order is needed that is not known
     */
    default List<String> ordered(Configuration conf, List<String> sorted) {
        return sorted;
    }

    /** Returns notes for the user about the training set. */
    default List<String> notes(Survey training) {
        return List.of();
    }

    /**
     * Creates the task for data with a codec.
     *
     * @param counts of the codec's labels; none of a model that does not train
     */
    Task task(Configuration conf, Codec codec, LabelCounts counts);

    /** Returns example arguments of the command {@code predict} after the model. */
    default String predictExample(SourceConf train) {
        return train.words() ? "--text \"...\"" : "DATA --output PATH";
    }
}
