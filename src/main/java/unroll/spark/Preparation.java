package unroll.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.ValidationConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.text.Vocabulary;

/**
 * From sources to cached shards, in three passes: {@link #Preparation read and survey}, count the
 * vocabulary, encode and shuffle ({@link #shards}). The sources are read once. What comes out
 * depends on the examples, the seed and the configuration, never on files, their order or the
 * cluster.
 */
final class Preparation implements AutoCloseable {
    private final JavaSparkContext spark;
    private final Configuration conf;
    private final Consumer<String> notes;
    private final List<Part> parts = new ArrayList<>();

    /** A source as drafts; {@code share} of it is for validation. */
    private record Part(String name, JavaRDD<Draft> drafts, double share, Survey survey) {}

    /**
     * Reads and surveys the sources.
     *
     * @param rejections where bad rows go
     * @param notes takes what the user should know
     * @throws DataException when input is missing, too much of it is bad, or there are fewer than
     *     two classes
     */
    Preparation(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.conf = conf;
        this.notes = notes;
        var sources = new Sources(session);
        var validation = conf.data().validation();
        double share = validation instanceof ValidationConf.Share some ? some.share() : 0;
        try {
            parts.add(read(sources, conf.data().train(), "train", share));
            if (validation instanceof ValidationConf.Source other) {
                parts.add(read(sources, other.source(), "validation", 1));
            }
            var labels = labels();
            for (var part : parts) {
                reject(part, labels, rejections);
            }
            requireClasses(labels);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Part read(Sources sources, SourceConf source, String name, double share) {
        var text = conf.text();
        long seed = conf.run().seed();
        var key = name.equals("train") ? "data.train" : "data.validation";
        var drafts =
                sources.examples(source, key, true)
                        .toJavaRDD()
                        .mapPartitions(rows -> Draft.read(rows, text, seed))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var survey =
                Survey.sum(
                        drafts.mapPartitions(
                                        (Iterator<Draft> some) ->
                                                Collections.singleton(Survey.of(some, share))
                                                        .iterator())
                                .collect());
        return new Part(name, drafts, share, survey);
    }

    /** Names of the classes: the labels of the training part, sorted. */
    List<String> labels() {
        return Labels.sorted(parts.get(0).survey().train().keySet());
    }

    /** Stands for the training and validation examples, whatever their order. */
    String fingerprint() {
        return String.join("+", parts.stream().map(part -> part.survey().fingerprint()).toList());
    }

    private void reject(Part part, List<String> labels, Rejections rejections) {
        var counts = new TreeMap<Reason, Long>(part.survey().rejected());
        long unknown =
                part.survey().validation().entrySet().stream()
                        .filter(count -> !labels.contains(count.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        JavaRDD<Rejected> rows = part.drafts().flatMap(draft -> draft.rejected().iterator());
        if (unknown > 0) {
            counts.put(Reason.UNKNOWN_LABEL, unknown);
            double share = part.share();
            var known = new ArrayList<>(labels);
            rows =
                    rows.union(
                            part.drafts()
                                    .flatMap(draft -> unknown(draft, share, known).iterator()));
        }
        long good = part.survey().examples() - unknown;
        rejections.add(part.name(), counts, good, rows);
    }

    private static List<Rejected> unknown(Draft draft, double share, List<String> labels) {
        var rejected = new ArrayList<Rejected>();
        for (int i = 0; i < draft.examples(); i++) {
            if (draft.hash(i).validation(share) && !labels.contains(draft.label(i))) {
                rejected.add(new Rejected(Reason.UNKNOWN_LABEL, draft.text(i), draft.label(i)));
            }
        }
        return rejected;
    }

    private void requireClasses(List<String> labels) {
        if (labels.size() < 2) {
            throw new DataException(
                    "data.train.label: the training part has "
                            + (labels.isEmpty() ? "no examples" : "only the label " + labels.get(0))
                            + "; expected two or more different labels in column "
                            + conf.data().train().label());
        }
    }

    /** Counts the vocabulary, then encodes, sorts and caches the shards. */
    Prepared shards() {
        var labels = labels();
        var known = knownWords();
        var vocabulary =
                new Vocabulary(
                        known.stream().map(Tuple2::_1).toList(), conf.text().unknownBuckets());
        var encoding = spark.broadcast(new Encoding(labels, vocabulary, conf.model()));
        var train = shards(parts.get(0), encoding, false);
        var validation = shards(parts.get(parts.size() - 1), encoding, true);
        var trainSizes = sizes(train);
        var validationSizes = sizes(validation);
        var counts = parts.get(0).survey().train();
        close(); // what it cached has been used up
        noteBalance(trainSizes);
        return new Prepared(
                train,
                validation,
                trainSizes,
                validationSizes,
                labels,
                vocabulary,
                known.stream().map(Tuple2::_2).toList(),
                labels.stream().map(counts::get).toList());
    }

    /** The words of the vocabulary with their counts, most frequent first. */
    private List<Tuple2<String, Long>> knownWords() {
        var train = parts.get(0);
        double share = train.share();
        long least = conf.text().minCount();
        return train.drafts()
                .flatMapToPair(draft -> Encoding.counts(draft, share))
                .reduceByKey(Long::sum)
                .filter(count -> count._2() >= least)
                .takeOrdered(conf.text().vocabulary(), Encoding.MOST_FREQUENT);
    }

    private JavaRDD<Shard> shards(Part part, Broadcast<Encoding> encoding, boolean validation) {
        double share = part.share();
        return part.drafts()
                .flatMapToPair(draft -> encoding.value().entries(draft, share, validation))
                .repartitionAndSortWithinPartitions(new ShardPartitioner(conf.data().shards()))
                .mapPartitionsWithIndex(
                        (number, entries) ->
                                List.of(encoding.value().shard(number, entries)).iterator(),
                        true)
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static List<ShardSize> sizes(JavaRDD<Shard> shards) {
        return List.copyOf(
                shards.map(shard -> new ShardSize(shard.examples(), shard.tokens())).collect());
    }

    private void noteBalance(List<ShardSize> sizes) {
        long most = sizes.stream().mapToLong(ShardSize::tokens).max().orElse(0);
        double mean = sizes.stream().mapToLong(ShardSize::tokens).average().orElse(0);
        notes.accept(
                "%,d shards of %,.0f tokens on average; the largest has %.0f %% more"
                        .formatted(sizes.size(), mean, 100 * (most / mean - 1)));
        int cores = spark.defaultParallelism();
        if (cores > sizes.size()) {
            notes.accept(
                    "warning: %d cores, but data.shards is %d: %d cores stay idle; raise data.shards (the result will differ)"
                            .formatted(cores, sizes.size(), cores - sizes.size()));
        }
    }

    @Override
    public void close() {
        parts.forEach(part -> part.drafts().unpersist(false));
    }
}
