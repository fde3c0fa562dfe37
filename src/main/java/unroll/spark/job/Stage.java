package unroll.spark.job;

import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import unroll.report.Progress;
import unroll.spark.JobName;

/** Shows a stage of a run to the user: its name, its time and its finished tasks. */
final class Stage {
    private static final long POLL_MILLIS = 500;

    private Stage() {}

    /**
     * Does the work of a stage.
     *
     * @param what description of the work
     * @param where place of its data; may be empty
     */
    static <T, E extends Exception> T run(
            SparkContext spark,
            Progress progress,
            String what,
            String where,
            JobName.Work<T, E> work)
            throws E {
        progress.begin(what, where);
        var follower = new Thread(() -> follow(spark, progress), "unroll-progress");
        follower.setDaemon(true);
        follower.start();
        try {
            return JobName.during(spark, what, work);
        } finally {
            follower.interrupt();
            progress.end();
        }
    }

    /** Shows how many tasks of all running jobs are finished. */
    private static void follow(SparkContext spark, Progress progress) {
        var tracker = JavaSparkContext.fromSparkContext(spark).statusTracker();
        try {
            while (true) {
                Thread.sleep(POLL_MILLIS);
                var stages =
                        Arrays.stream(tracker.getActiveStageIds())
                                .mapToObj(tracker::getStageInfo)
                                .filter(Objects::nonNull)
                                .toList();
                progress.tasks(
                        stages.stream().mapToInt(SparkStageInfo::numCompletedTasks).sum(),
                        stages.stream().mapToInt(SparkStageInfo::numTasks).sum());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the stage has ended
        }
    }
}
