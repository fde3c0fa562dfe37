package unroll.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import unroll.conf.SourceConf;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.spark.source.RowRecords;
import unroll.spark.source.SourceColumns;
import unroll.spark.source.Sources;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/**
 * Counts the words of a source's texts that are not in a model's vocabulary. If they are far more
 * than in training, the texts are of another kind or tokenised differently.
 *
 * @param training share of the training set's words; NaN if the model does not record it
 */
public record UnknownWords(long words, long unknown, double training) {
    private static final double TIMES = 2; // as many as in training
    private static final double MORE = 0.1; // of all words

    /** Counts a source's words; empty if a model reads none. */
    public static Optional<UnknownWords> of(
            SparkSession session, TrainedModel model, SourceConf source, String key) {
        if (!model.codec().words()) {
            return Optional.empty();
        }
        var rows = new Sources(session).open(source, key);
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        try {
            var counts =
                    rows.select(SourceColumns.sequence(rows, source, key))
                            .toJavaRDD()
                            .filter(row -> !row.isNullAt(0))
                            .mapPartitions(
                                    some -> {
                                        var count = new Count(shipped.value());
                                        some.forEachRemaining(
                                                row -> count.add(RowRecords.plain(row.get(0))));
                                        return List.of(new long[] {count.words, count.unknown})
                                                .iterator();
                                    })
                            .collect();
            return Optional.of(
                    new UnknownWords(
                            counts.stream().mapToLong(count -> count[0]).sum(),
                            counts.stream().mapToLong(count -> count[1]).sum(),
                            model.codec().unknownWords()));
        } finally {
            shipped.destroy();
        }
    }

    /** The counts of some texts. */
    private static final class Count {
        private final TrainedModel model;
        private final RecordReader reader;
        private long words;
        private long unknown;

        Count(TrainedModel model) {
            this.model = model;
            var text = Tasks.kind(model.conf().task()).text(model.conf());
            reader = new RecordReader(new RecordReader.Columns(text, true, RowTarget.NONE, 1));
        }

        void add(Object sequence) {
            var vocabulary = model.codec().vocabulary();
            reader.read(new RawRecord(sequence, null, null));
            for (var word : model.codec().pieces(reader.words())) {
                words++;
                unknown += vocabulary.id(word) < vocabulary.unknownBuckets() ? 1 : 0;
            }
        }
    }

    public double share() {
        return words == 0 ? 0 : (double) unknown / words;
    }

    /** Returns whether there are far more than in training. */
    private boolean notable() {
        return share() > TIMES * training && share() > training + MORE;
    }

    /** Returns the counts as text, with a warning if they are notable. */
    public String text() {
        var text = String.format(Locale.ROOT, "unknown words  %.2f %%", 100 * share());
        if (Double.isNaN(training)) {
            return text;
        }
        text += String.format(Locale.ROOT, " (in training %.2f %%)", 100 * training);
        return notable()
                ? "warning: "
                        + text
                        + ": the texts have another language, spelling or encoding than those of"
                        + " training"
                : text;
    }
}
