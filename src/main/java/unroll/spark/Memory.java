package unroll.spark;

import java.util.Locale;
import unroll.conf.ConfigurationException;

/** Computes before training what memory it needs at least, and refuses what cannot suffice. */
final class Memory {
    private static final long MEBIBYTE = 1 << 20;

    private Memory() {}

    /**
     * What training holds.
     *
     * @param parameters elements of theta
     * @param vectors that travel with each update: theta and the optimiser's moments, or the
     *     gradient
     * @param stateVectors of the state: theta, moments and the outer optimiser's
     * @param updateElements most elements of one vector that a shard's update carries: used rows
     *     only travel
     * @param workspaceBytes buffers of one worker
     * @param shardBytes of the largest shard
     */
    record Need(
            long parameters,
            int vectors,
            int stateVectors,
            long updateElements,
            long workspaceBytes,
            long shardBytes,
            int shards) {

        /** One shard's result, in bytes. */
        long update() {
            return 4 * updateElements * vectors;
        }

        /** All results of a round. */
        long results() {
            return shards * update();
        }

        /** Old and new state, the broadcast's bytes, the sums in double, one result. */
        long driver() {
            return 4 * parameters * (2L * stateVectors + vectors)
                    + 8 * parameters * vectors
                    + update();
        }

        /**
         * The broadcast state, and for each worker its vectors, gradient, buffers, shard and
         * result.
         */
        long executor(int workers) {
            long worker = 4 * parameters * (vectors + 1L) + workspaceBytes + shardBytes + update();
            return 4 * parameters * vectors + workers * worker;
        }
    }

    /**
     * What Spark was given, in bytes.
     *
     * @param maxResultSize 0 where it is unlimited
     * @param cores of an executor
     * @param local whether the driver's JVM is the executor too
     */
    record Room(long driver, long maxResultSize, long executor, int cores, boolean local) {}

    /**
     * Refuses what cannot work.
     *
     * @throws ConfigurationException naming the setting, what it is and what it must be at least
     */
    static void check(Need need, Room room) {
        int workers = Math.min(room.cores(), need.shards());
        long driver = need.driver() + (room.local() ? need.executor(workers) : 0);
        require(
                "spark.driver.memory",
                room.driver(),
                driver,
                "state, sums" + (room.local() ? ", workers" : ""));
        if (!room.local()) {
            require(
                    "spark.executor.memory",
                    room.executor(),
                    need.executor(workers),
                    "state and " + workers + " workers");
        }
        if (room.maxResultSize() > 0) {
            require(
                    "spark.driver.maxResultSize",
                    room.maxResultSize(),
                    need.results(),
                    "results of " + need.shards() + " shards");
        }
    }

    private static void require(String setting, long has, long needs, String what) {
        if (needs > has) {
            throw new ConfigurationException(
                    String.format(
                            Locale.ROOT,
                            "%s is %,d MiB, but %s need at least %,d MiB: raise it, or lower text.vocabulary, model sizes, training.batchTokens or data.shards",
                            setting,
                            has / MEBIBYTE,
                            what,
                            (needs + MEBIBYTE - 1) / MEBIBYTE));
        }
    }
}
