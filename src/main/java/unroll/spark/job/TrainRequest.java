package unroll.spark.job;

import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.DataConf;
import unroll.conf.SourceConf;
import unroll.conf.read.ConfigurationWriter;

/**
 * A request for a run.
 *
 * @param train the source that the run's files name as {@code data.train}
 * @param fresh whether an earlier run in the same directory is replaced
 * @param submission id written to {@code status.json}; empty without a launcher that waits for it
 * @param began {@link System#nanoTime} at which the command began
 * @param ownsSession whether the session was opened for this run, so that it may be stopped if one
 *     of its threads dies
 */
public record TrainRequest(
        Configuration conf,
        SourceConf train,
        boolean fresh,
        String submission,
        long began,
        boolean ownsSession) {

    /**
     * Creates the request of a program that has a session.
     *
     * @param source read in place of the configuration's {@code data.train}
     */
    static TrainRequest ofProgram(Configuration conf, SourceConf source) {
        var data = conf.data().with(DataConf.TRAIN, source);
        return new TrainRequest(
                conf.with(Configuration.DATA, data),
                conf.data().train(),
                false,
                "",
                System.nanoTime(),
                false);
    }

    /** Returns a configuration of this run for the run's files. */
    Map<String, Object> tree(Configuration complete) {
        var data = complete.data().with(DataConf.TRAIN, train);
        return ConfigurationWriter.tree(complete.with(Configuration.DATA, data));
    }
}
