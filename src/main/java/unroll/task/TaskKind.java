package unroll.task;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.Survey;

/**
 * A kind of task, as far as it is known before its data are. Each kind has a room of its own, a
 * folder beside this file; the registry names the kinds.
 */
public interface TaskKind {
    /** The target that rows of a source must have. */
    RowTarget target(Configuration conf, SourceConf source);

    /** The settings that it uses of those that only some kinds of task use. */
    Set<TaskSetting> settings(Configuration conf);

    /** The validation figures that training can stop by. */
    default Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS);
    }

    /** Checks rules of this kind alone, beyond its {@link #settings}. */
    default void check(Configuration conf, Mistakes mistakes) {}

    /** Whether rows are pieces of one document in their order, not examples by themselves. */
    default boolean readsDocument() {
        return false;
    }

    /**
     * Refuses examples that were divided so that nothing can be learnt.
     *
     * @param training of the source that is trained on
     * @return why the training part does not suffice although all rows together would; empty if it
     *     does
     */
    default String wrongDivision(Survey training) {
        return "";
    }

    /**
     * Refuses a training part that nothing can be learnt from.
     *
     * @param labels of the training part
     * @throws unroll.data.DataException naming the column and what was expected
     */
    default void requireExamples(Configuration conf, List<String> labels) {}

    /** Lines that the user should see about the training part before training. */
    default List<String> notes(Survey training) {
        return List.of();
    }

    /**
     * Creates the task for data that are coded so.
     *
     * @param classCounts how often each of the codec's labels occurs in the training part; empty
     *     where it does not matter
     */
    Task task(Configuration conf, Codec codec, List<Long> classCounts);

    /** What the command {@code predict} takes besides the model, as an example. */
    String predictExample(SourceConf train);
}
