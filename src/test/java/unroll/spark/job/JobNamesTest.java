package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;
import unroll.cli.Commands;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.LocalSession;
import unroll.spark.job.DiagnoseJob.Depth;
import unroll.task.registry.Tasks;

/** What Spark's own pages and logs call our jobs and cached data. */
final class JobNamesTest {
    private static final PrintStream OUT = new PrintStream(OutputStream.nullOutputStream());

    @TempDir Path folder;

    /** Hears of jobs and cached data. */
    private static final class Names extends SparkListener {
        private final Set<String> jobs = new ConcurrentSkipListSet<>();
        private final Set<String> nameless = new ConcurrentSkipListSet<>();
        private final Set<String> cached = new ConcurrentSkipListSet<>();

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            var name = start.properties().getProperty("spark.job.description");
            (name == null ? nameless : jobs)
                    .add(name == null ? start.stageInfos().head().name() : name);
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            for (var rdd : CollectionConverters.asJava(submitted.stageInfo().rddInfos())) {
                // What Spark's own library caches it names itself, or not.
                boolean ours = rdd.callSite().matches(".*\\.java:\\d+");
                if (ours && rdd.storageLevel().isValid()) {
                    cached.add(rdd.name());
                }
            }
        }
    }

    private Names names() {
        var names = new Names();
        LocalSession.open(2).sparkContext().addSparkListener(names); // stopped by the job
        return names;
    }

    private static void assertNamed(Names names, String... some) {
        assertEquals(Set.of(), names.nameless);
        assertTrue(names.jobs.containsAll(List.of(some)), names.jobs.toString());
        assertEquals(
                new TreeSet<>(),
                new TreeSet<>(names.cached.stream().filter(name -> name.endsWith("RDD")).toList()));
    }

    private void write() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "{\"text\": \"a %s film %d\", \"label\": %d}"
                            .formatted(i % 2 == 0 ? "good" : "bad", i % 7, i % 2));
        }
        lines.add("{\"text\": \"\", \"label\": 1}");
        Files.write(folder.resolve("rows.json"), lines);
    }

    private void train(String... overrides) throws IOException {
        var yaml =
                """
                run: {dir: DIR/run}
                data:
                  train: {format: json, path: DIR/rows.json}
                  test: {path: DIR/rows.json}
                  validation: {path: DIR/rows.json}
                  maxRejected: 0.1
                model: {embedding: 4, layers: [{size: 4}]}
                training: {epochs: 1, batch: 8}
                """
                        .replace("DIR", folder.toString());
        Commands.train(Tasks.reader().read(yaml, "test", List.of(overrides)), true, "", OUT);
    }

    @Test
    void everyJobOfAClassifierSaysWhatItIsFor() throws IOException {
        write();
        var training = names();
        train("model={inputs: [{width: 4, vectors: {source: word2vec}}], layers: [{size: 4}]}");
        assertNamed(
                training,
                "reading data.train and data.validation",
                "reading data.test",
                "counting words",
                "preparing shards",
                "initial values",
                "epoch 1, round 1 of 1",
                "validation",
                "calibrating",
                "measuring on the test set",
                "bag of n-grams");
        assertTrue(training.cached.contains("training shards"), training.cached.toString());

        var rows =
                new ScoringRequest(
                        folder.resolve("run").toString(),
                        new SourceConf(
                                "json", folder.resolve("rows.json").toString(), Map.of(), "", ""),
                        List.of("data.maxRejected=0.1"),
                        folder.resolve("rejected").toString());
        var evaluating = names();
        Commands.evaluate(rows, 0, null, OUT);
        assertNamed(evaluating, "evaluate");
        var predicting = names();
        var sink = new Sink("json", folder.resolve("out").toString(), Map.of(), "overwrite");
        Commands.predict(new ScoringRequest(rows.model(), rows.source()), 0, sink, OUT);
        assertNamed(predicting, "predict");
        var looking = names();
        Commands.diagnose(
                new ScoringRequest(rows.model(), rows.source()), new Depth(8, 2, 1), null, OUT);
        assertNamed(looking, "diagnose");
    }

    @Test
    void everyJobOfALanguageModelSaysWhatItIsFor() throws IOException {
        write();
        var training = names();
        train("task=language", "bptt.steps=5", "baseline=false");
        assertNamed(training, "preparing shards", "measuring on the test set");
    }
}
