package unroll.spark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SyncConf;
import unroll.data.ShardSize;
import unroll.message.Plural;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.train.worker.State;

/** Computes before training what memory it needs at least, and refuses what cannot suffice. */
public final class Memory {
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
     * @param shardBytes of the largest shard, and of how its words are spelt
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

        /**
         * Old and new state, the serialised broadcast, the sums in double, and the round's results:
         * all may be waiting for their turn, and the one that is being read is there three times,
         * as Spark's bytes, as the task's bytes within them, and as numbers.
         */
        long driver() {
            return 4 * parameters * (2L * stateVectors + vectors)
                    + 8 * parameters * vectors
                    + (shards + 2L) * update();
        }

        /**
         * The broadcast state and its serialised pieces, and for each worker its vectors, gradient,
         * buffers and shard, and its result, which is serialised twice.
         */
        long executor(int workers) {
            return 8 * parameters * vectors + workers * (worker() + update());
        }

        /**
         * Driver and executor in one: the broadcast state is the driver's own, and a worker's
         * result one of those that wait.
         */
        long local(int workers) {
            return driver() + workers * worker();
        }

        /** Without the result itself. */
        private long worker() {
            return 4 * parameters * (vectors + 1L) + workspaceBytes + shardBytes + 2 * update();
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
     * What a run needs.
     *
     * @param start state before training
     * @param shards that are trained on
     * @param columns of a step's vector; 0 where a step is a word
     */
    public static Need need(
            Configuration conf,
            Network network,
            Capacity capacity,
            State start,
            List<ShardSize> shards,
            int columns) {
        boolean gradient = conf.sync().strategy() == SyncConf.Strategy.GRADIENT;
        var layout = network.layout();
        long size = layout.size();
        long inRows = layout.byRow().stream().mapToLong(Layout.Slice::size).sum();
        // A gradient's rows are few.
        long used = gradient ? 0 : usedElements(conf, layout, shards);
        return new Need(
                size,
                gradient ? 1 : 1 + start.moments().length + (start.average().length > 0 ? 1 : 0),
                start.vectors().size(),
                network.closedForm()
                        .map(form -> 2L * form.size()) // as elements of a float
                        .orElse(size - inRows + used),
                network.workspaceBytes(capacity) + 8 * most(shards, ShardSize::alignments),
                4 * most(shards, ShardSize::tokens) * Math.max(1, columns)
                        + most(shards, ShardSize::spelling),
                conf.data().shards());
    }

    /**
     * Elements of the by-row parameters' rows that a shard uses in a round, at most: of a table of
     * words one for each of its words, of one of letter n-grams one for each of theirs, too.
     */
    private static long usedElements(Configuration conf, Layout layout, List<ShardSize> shards) {
        int lastEpoch = conf.training().epochs() - 1;
        var letters = conf.model().letterTables();
        long words = most(shards, shard -> usedWords(conf, shard));
        long grams = most(shards, ShardSize::grams);
        long elements = 0;
        for (var slice : layout.byRow()) {
            if (!conf.frozen(slice.name(), lastEpoch)) {
                long rows = words + (letters.contains(slice.name()) ? grams : 0);
                elements += Math.min(rows, slice.shape().get(0)) * slice.rowSize();
            }
        }
        return elements;
    }

    /**
     * Distinct words that a shard uses in a round. They are as many as can be expected if all its
     * words are equally frequent; fewer, if they are not.
     */
    private static long usedWords(Configuration conf, ShardSize shard) {
        int every = conf.sync().every();
        var training = conf.training();
        double batches =
                Math.max(
                        (double) shard.examples() / training.batch(),
                        (double) shard.tokens() / training.batchTokens());
        double share = every == 0 || every >= batches ? 1 : every / batches;
        double uses = (double) shard.tokens() / Math.max(1, shard.words());
        return (long) Math.ceil(shard.words() * (1 - StrictMath.pow(1 - share, uses)));
    }

    private static long most(List<ShardSize> shards, ToLongFunction<ShardSize> size) {
        return shards.stream().mapToLong(size).max().orElse(0);
    }

    /**
     * Refuses what cannot work.
     *
     * @throws ConfigurationException naming the setting, what it is and what it must be at least
     */
    public static void check(Need need, Room room) {
        int workers = Math.min(room.cores(), need.shards());
        long driver = room.local() ? need.local(workers) : need.driver();
        require(
                "spark.driver.memory",
                room.driver(),
                driver,
                "state, sums, results" + (room.local() ? ", workers" : ""));
        if (!room.local()) {
            require(
                    "spark.executor.memory",
                    room.executor(),
                    need.executor(workers),
                    "state and " + Plural.of(workers, "worker"));
        }
        if (room.maxResultSize() > 0) {
            require(
                    "spark.driver.maxResultSize",
                    room.maxResultSize(),
                    need.results(),
                    "results of " + Plural.of(need.shards(), "shard"));
        }
    }

    private static void require(String setting, long has, long needs, String what) {
        if (needs > has) {
            throw new ConfigurationException(
                    String.format(
                            Locale.ROOT,
                            "%s is %,d MiB, but %s need at least %,d MiB: raise it to %dm, or lower text.vocabulary, model sizes, training.batchTokens or data.shards",
                            setting,
                            has / MEBIBYTE,
                            what,
                            (needs + MEBIBYTE - 1) / MEBIBYTE,
                            suggested(needs)));
        }
    }

    /** A quarter more, which Java keeps free to move what survives; in eighths of a GiB. */
    private static long suggested(long needs) {
        long eighth = 128 * MEBIBYTE;
        return (needs / 4 * 5 + eighth - 1) / eighth * 128;
    }
}
