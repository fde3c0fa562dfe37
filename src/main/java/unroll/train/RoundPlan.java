package unroll.train;

/**
 * The number of shards and of rounds if the configuration leaves them open: a function of the data
 * alone, so that the same data give the same model on any cluster.
 *
 * <p>Shards learn less from their parts than one model from all, unless each has many batches and
 * agrees with the others several times an epoch. So small data are not divided. On 200 to 7,000
 * short reviews one shard did better than any more; with 176 batches a shard, eight did as well as
 * one.
 */
public record RoundPlan(int shards, int every) {
    private static final int MOST_SHARDS = 8;

    /** Batches of a shard in an epoch, at least. */
    private static final int LEAST_BATCHES = 160;

    private static final int EVERY = 20;

    /**
     * Chooses.
     *
     * @param batches that all training examples make in an epoch
     */
    public static RoundPlan of(long batches) {
        long shards = Math.min(MOST_SHARDS, batches / LEAST_BATCHES);
        return new RoundPlan((int) Math.max(1, shards), EVERY);
    }
}
