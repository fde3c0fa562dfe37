package unroll.spark.job;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;
import unroll.message.Version;
import unroll.report.Progress;
import unroll.report.RunStatus;
import unroll.spark.JobName;
import unroll.text.Words;

/** The parts that the stages of a run share. */
record TrainingRun(
        TrainJob.Request request,
        SparkSession session,
        RunDirectory directory,
        RunLock lock,
        RunStatus status,
        Progress progress) {

    Configuration conf() {
        return request.conf();
    }

    /**
     * Does the work of a stage.
     *
     * @param where place of its data; may be empty
     */
    <T, E extends Exception> T stage(String what, String where, JobName.Work<T, E> work) throws E {
        return Stage.run(session.sparkContext(), progress, what, where, work);
    }

    double seconds() {
        return (System.nanoTime() - request.began()) / 1e9;
    }

    /**
     * Returns the content of {@code run.json}.
     *
     * @param fingerprint of the data; empty before they have been read
     * @param start what training begins with
     */
    RunDirectory.Run described(
            Configuration complete, String fingerprint, RunDirectory.Start start) {
        return new RunDirectory.Run(
                request.tree(complete), complete.run().seed(), fingerprint, versions(), start);
    }

    Map<String, String> versions() {
        var versions = new TreeMap<String, String>();
        versions.put("unroll", Version.text());
        versions.put("spark", session.version());
        versions.put("java", System.getProperty("java.version"));
        versions.put("tokenizer", Integer.toString(Words.VERSION));
        return versions;
    }
}
