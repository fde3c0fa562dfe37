package unroll.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unroll.data.ShardSize;
import unroll.message.Plural;
import unroll.spark.prepare.Prepared;

/** The findings of preparation as lines for the user. */
final class Findings {
    private Findings() {}

    /**
     * The lines.
     *
     * @param steps the task's description of steps and targets
     * @param parameters of the network
     */
    static List<String> of(Prepared prepared, String steps, int parameters) {
        var lines = new ArrayList<String>();
        lines.add(
                "%s, %s; %s to train on, %,d to validate"
                        .formatted(
                                Plural.of(parameters, "parameter"),
                                steps,
                                Plural.of(prepared.trainExamples(), "example"),
                                prepared.validationExamples()));
        lines.add(balance(prepared.trainSizes()));
        return lines;
    }

    /** Describes how unequal shards are. */
    private static String balance(List<ShardSize> sizes) {
        var shards = Plural.of(sizes.size(), "shard");
        double mean = sizes.stream().mapToLong(ShardSize::tokens).average().orElse(0);
        if (sizes.size() == 1) {
            return shards + " of " + Plural.of(Math.round(mean), "token");
        }
        long most = sizes.stream().mapToLong(ShardSize::tokens).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%s of %,.0f tokens on average; the largest has %.0f %% more",
                shards,
                mean,
                100 * (most / mean - 1));
    }

    /**
     * Returns the warning about more cores than shards.
     *
     * @param cores more than {@code shards}
     */
    static String idle(int cores, int shards) {
        return "warning: %s, but data.shards is %d: %s idle; raise data.shards (the result will differ)"
                .formatted(
                        Plural.of(cores, "core"),
                        shards,
                        Plural.of(cores - shards, "core")
                                + (cores - shards == 1 ? " stays" : " stay"));
    }
}
