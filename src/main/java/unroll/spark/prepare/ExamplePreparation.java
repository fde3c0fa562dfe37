package unroll.spark.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.data.ShardSize;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.LostDigits;
import unroll.encode.survey.SimilarLabels;
import unroll.encode.survey.WordCount;
import unroll.spark.source.Sources;
import unroll.task.LabelCounts;
import unroll.task.TaskKind;
import unroll.task.registry.Tasks;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/**
 * Prepares sources of examples as cached shards, in three passes: {@link #ExamplePreparation read
 * and survey}, count the vocabulary, encode and shuffle ({@link #shards}). The sources are read
 * once. Unlabelled rows join the training set's shards. The result depends on the examples, the
 * seed and the configuration, never on files, their order or the cluster.
 */
public final class ExamplePreparation implements Preparation {
    private final JavaSparkContext spark;
    private final Configuration conf;
    private final TaskKind kind;
    private final List<SourcePart> parts = new ArrayList<>(); // train, validation, unlabelled
    private final SourcePart validation; // train itself if a share of it is for validation
    private final List<SourcePart> unlabelled = new ArrayList<>(); // none, or one
    private final Codec known;
    private final Rejections rejections;

    /**
     * Reads and surveys the sources.
     *
     * @param rejections accounts for rows that are rejected or cut
     * @param notes receives messages for the user
     * @throws DataException if input is missing, too many rows are rejected, or there are fewer
     *     than two classes
     */
    public ExamplePreparation(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.conf = conf;
        this.rejections = rejections;
        kind = Tasks.kind(conf.task());
        var sources = new Sources(session);
        var data = conf.data();
        double share = data.trainShare();
        try {
            var train = data.trainSet();
            parts.add(read(sources, train, "train", batched(train), share));
            data.validationSet()
                    .ifPresent(
                            own -> {
                                parts.add(read(sources, own, "validation", batched(own), 1));
                            });
            validation = parts.get(parts.size() - 1);
            if (data.unlabelled() != null) {
                var columns = new RecordReader.Columns(conf, data.unlabelled(), RowTarget.NONE, 1);
                unlabelled.add(read(sources, data.unlabelled(), "unlabelled", columns, 0));
                parts.addAll(unlabelled);
            }
            requireTrainingSet();
            known =
                    parts.get(0)
                            .survey()
                            .codec(
                                    List.of(),
                                    conf,
                                    kind.target(conf, conf.data().train()),
                                    labels -> kind.ordered(conf, labels));
            for (var part : parts) {
                part.reject(known, rejections);
            }
            requireExamples(known.labels());
            kind.notes(parts.get(0).survey()).forEach(notes);
            SimilarLabels.warning(known.labels()).ifPresent(notes);
            if (!conf.data().standardize()) {
                LostDigits.warnings(parts.get(0).survey().moments()).forEach(notes);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private SourcePart read(
            Sources sources,
            SourceConf source,
            String name,
            RecordReader.Columns columns,
            double share) {
        var records = sources.records(source, "data." + name, columns.target());
        return SourcePart.read(records, conf, source, name, columns, share);
    }

    /** Returns the columns that a source must have for the task. */
    public static RecordReader.Columns columns(Configuration conf, SourceConf source) {
        var kind = Tasks.kind(conf.task());
        return new RecordReader.Columns(
                conf, source, kind.target(conf, source), kind.fewestSteps(conf));
    }

    /** Returns the same of rows that training must hold in a batch, be it one alone. */
    private RecordReader.Columns batched(SourceConf source) {
        var columns = columns(conf, source);
        // The last step of all is only a target where the next step is.
        long most = (long) conf.training().batchTokens() + columns.least() - 1;
        return source.series() == null
                ? columns.upTo((int) Math.min(Integer.MAX_VALUE, most))
                : columns;
    }

    @Override
    public Codec known() {
        return known;
    }

    private Codec codec(KnownWords words) {
        var text = conf.text();
        return known.withVocabulary(new Vocabulary(words.words(), text.unknownBuckets()))
                .withMerges(words.merges(), known.writtenMerges(), Limit.of(text));
    }

    @Override
    public String fingerprint() {
        return String.join("+", parts.stream().map(part -> part.survey().fingerprint()).toList());
    }

    /**
     * Rows with the same content are either all for training or all for validation. With few
     * distinct rows, a part may be empty or lack a label.
     */
    private void requireTrainingSet() {
        var survey = parts.get(0).survey();
        boolean none = survey.trainExamples() == 0 && survey.examples() > 0;
        var wrong =
                none
                        ? "none are left for training, all fall into the validation set"
                        : kind.wrongDivision(survey);
        if (!wrong.isEmpty()) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "data.train: of %,d good rows %s. There are too few distinct rows to divide: equal rows always fall into the same part. Set data.validation to 0 or to a source of its own, choose another run.seed, or add rows",
                            survey.examples(),
                            wrong));
        }
    }

    private void requireExamples(List<String> labels) {
        boolean own = conf.data().validationSet().isPresent();
        if (own && conf.data().train().series() != null && validation.survey().examples() == 0) {
            throw new DataException(
                    "data.validation: no series has a whole horizon in its validation set: expected a larger share, or 0");
        }
        kind.requireExamples(conf, labels);
        if (parts.get(0).survey().trainExamples() == 0) {
            throw new DataException(
                    "data.train: the training set has no examples; expected at least one good row"
                            + (conf.data().train().where().isEmpty()
                                    ? ""
                                    : " that fulfils data.train.where"));
        }
    }

    @Override
    public long batches() {
        long batch = conf.training().batch();
        return (parts.get(0).survey().trainExamples() + batch - 1) / batch;
    }

    @Override
    public PreparedData shards(int number, KnownWords words) {
        var codec = codec(words);
        var encoding =
                spark.broadcast(
                        new Encoding(
                                codec,
                                kind.task(conf, codec, LabelCounts.NONE).schema(),
                                conf.model()));
        for (var part : parts) {
            rejections.addCut(part.name(), part.cut(encoding), conf);
        }
        var train = shards(training(), encoding, number, false);
        var complete =
                conf.model()
                        .ngrams()
                        .map(wide -> NGramWeights.table(train, wide, codec.vocabulary()))
                        .map(codec::withNGrams)
                        .orElse(codec);
        var validating = shards(List.of(validation), encoding, number, true);
        var trainSizes = sizes(train);
        var validationSizes = sizes(validating);
        var counts = parts.get(0).survey().train();
        close(); // the cached blocks are not needed any more
        return new PreparedData(
                train,
                validating,
                trainSizes,
                validationSizes,
                unlabelled.stream().mapToLong(part -> part.survey().examples()).sum(),
                complete,
                words.counts().stream().map(WordCount::count).toList(),
                codec.labels().stream().map(counts::get).toList());
    }

    @Override
    public KnownWords words(List<String> kept) {
        if (!conf.data().train().words()) {
            return KnownWords.NONE;
        }
        return KnownWords.of(
                kept,
                each(training(), (block, share) -> counts(block, share).iterator()),
                conf.text());
    }

    /** Returns the parts with examples to train on. */
    private List<SourcePart> training() {
        var training = new ArrayList<>(parts.subList(0, 1));
        training.addAll(unlabelled);
        return training;
    }

    /** A function of a block and of the share of its part that is for validation. */
    private interface FromBlock<T> extends Serializable {
        Iterator<T> of(RawBlock block, double share);
    }

    private static <T> JavaRDD<T> each(List<SourcePart> parts, FromBlock<T> made) {
        JavaRDD<T> all = null;
        for (var part : parts) {
            double share = part.share();
            var some = part.blocks().flatMap(block -> made.of(block, share));
            all = all == null ? some : all.union(some);
        }
        return all;
    }

    /** Counts the words in the training examples of a block. */
    private static List<WordCount> counts(RawBlock block, double share) {
        return WordCount.of(block, i -> !block.hash(i).validation(share));
    }

    private JavaRDD<Shard> shards(
            List<SourcePart> of, Broadcast<Encoding> encoding, int number, boolean validation) {
        var entries =
                each(of, (block, share) -> encoding.value().entries(block, share, validation));
        return ShardPartitioner.sorted(entries, number)
                .mapPartitionsWithIndex(
                        (shard, some) -> List.of(encoding.value().shard(shard, some)).iterator(),
                        true)
                .setName(validation ? "validation shards" : "training shards")
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Returns the size of each shard. */
    static List<ShardSize> sizes(JavaRDD<Shard> shards) {
        return List.copyOf(shards.map(ShardSize::of).collect());
    }

    @Override
    public void close() {
        parts.forEach(part -> part.cached().unpersist(false));
    }
}
