package unroll.spark.prepare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import unroll.data.Shard;
import unroll.data.ShardSize;
import unroll.encode.Codec;
import unroll.message.Plural;
import unroll.task.LabelCounts;

/**
 * Data ready for training, cached on the executors: partition i holds shard i.
 *
 * @param validation split like {@code train}; shards may be empty
 * @param trainSizes by shard
 * @param validationSizes by shard
 * @param unlabelled training examples without a label
 * @param codec by which rows became examples
 * @param wordCounts how often each known word occurs in the training set, in the order of ids
 * @param classCounts how often each of the codec's labels occurs in the training set
 */
public record PreparedData(
        JavaRDD<Shard> train,
        JavaRDD<Shard> validation,
        List<ShardSize> trainSizes,
        List<ShardSize> validationSizes,
        long unlabelled,
        Codec codec,
        List<Long> wordCounts,
        List<Long> classCounts) {

    public PreparedData {
        long words = tokens(trainSizes);
        if (codec.words() && words > 0) {
            long known = wordCounts.stream().mapToLong(Long::longValue).sum();
            codec = codec.withUnknownWords(Math.max(0, 1 - (double) known / words));
        }
    }

    /** Describes a step, such as {@code 5,000 words} or {@code 3 numbers a step}. */
    public String steps() {
        return codec.words()
                ? Plural.of(codec.vocabulary().size(), "word")
                : Plural.of(codec.inputs().columns(), "number") + " a step";
    }

    public long trainTokens() {
        return tokens(trainSizes);
    }

    public long trainExamples() {
        return examples(trainSizes) - unlabelled;
    }

    /** Returns what the training set says about the codec's labels. */
    public LabelCounts labelCounts() {
        return new LabelCounts(trainExamples(), classCounts);
    }

    public long validationExamples() {
        return examples(validationSizes);
    }

    /**
     * Describes the data as lines for the user.
     *
     * @param contents the task's description of steps and targets
     * @param parameters of the network
     */
    public List<String> findings(String contents, int parameters) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s, %s; %s to train on%s, %,d to validate",
                        Plural.of(parameters, "parameter"),
                        contents,
                        Plural.of(trainExamples(), "example"),
                        unlabelled == 0
                                ? ""
                                : String.format(Locale.ROOT, " and %,d unlabelled", unlabelled),
                        validationExamples()),
                balance());
    }

    /** Returns the warning about more cores than shards; empty if all cores have work. */
    public Optional<String> idleCores(int cores) {
        int shards = trainSizes.size();
        int idle = cores - shards;
        return idle <= 0
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "warning: %s, but data.shards is %d: %s idle; raise data.shards (the result will differ)",
                                Plural.of(cores, "core"),
                                shards,
                                Plural.of(idle, "core") + (idle == 1 ? " stays" : " stay")));
    }

    /** Describes how unequal shards are. */
    private String balance() {
        int number = trainSizes.size();
        var shards = Plural.of(number, "shard");
        double mean = (double) trainTokens() / Math.max(1, number);
        if (number == 1) {
            return shards + " of " + Plural.of(Math.round(mean), "token");
        }
        long most = trainSizes.stream().mapToLong(ShardSize::tokens).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%s of %,.0f tokens on average; the largest has %.0f %% more",
                shards,
                mean,
                100 * (most / mean - 1));
    }

    private static long tokens(List<ShardSize> sizes) {
        return sizes.stream().mapToLong(ShardSize::tokens).sum();
    }

    private static long examples(List<ShardSize> sizes) {
        return sizes.stream().mapToLong(ShardSize::examples).sum();
    }
}
