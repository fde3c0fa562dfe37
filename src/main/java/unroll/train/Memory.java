package unroll.train;

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

/** Computes before training how much memory it needs at least, and refuses less. */
public final class Memory {
    private static final long MEBIBYTE = 1 << 20;

    private Memory() {}

    /**
     * The sizes that training's memory depends on.
     *
     * @param parameters elements of theta
     * @param vectors number of vectors in each update: theta and the optimiser's moments, or the
     *     gradient
     * @param stateVectors number of vectors in the state: theta, moments and the outer optimiser's
     * @param updateElements maximum number of elements of one vector in a shard's update, which has
     *     only used rows
     * @param workspaceBytes buffers of one worker
     * @param shardBytes bytes of the largest shard with the spelling of its words
     */
    public record Need(
            long parameters,
            int vectors,
            int stateVectors,
            long updateElements,
            long workspaceBytes,
            long shardBytes,
            int shards) {

        /** Returns the bytes of one shard's result. */
        long update() {
            return 4 * updateElements * vectors;
        }

        /** Returns the bytes of all results of a round. */
        long results() {
            return shards * update();
        }

        /**
         * Returns the bytes of the old and new state, the serialised broadcast, the sums in double,
         * and the round's results. All results may be waiting to be merged, and the one being read
         * exists three times: as Spark's bytes, as the task's bytes within them, and as numbers.
         */
        long driver() {
            return 4 * parameters * (2L * stateVectors + vectors)
                    + 8 * parameters * vectors
                    + (shards + 2L) * update();
        }

        /**
         * Returns the bytes of the broadcast state and its serialised pieces, and for each worker
         * of its vectors, gradient, buffers and shard, and its result, which is serialised twice.
         */
        long executor(int workers) {
            return 8 * parameters * vectors + workers * (worker() + update());
        }

        /**
         * Returns the bytes of driver and executor in one JVM: the broadcast state is the driver's
         * own, and a worker's result is one of those waiting to be merged.
         */
        long local(int workers) {
            return driver() + workers * worker();
        }

        /** Returns the bytes of a worker without its result. */
        private long worker() {
            return 4 * parameters * (vectors + 1L) + workspaceBytes + shardBytes + 2 * update();
        }
    }

    /**
     * The memory that Spark has, in bytes.
     *
     * @param maxResultSize 0 if unlimited
     * @param cores of an executor
     * @param local whether the driver's JVM is also the executor
     */
    public record Room(long driver, long maxResultSize, long executor, int cores, boolean local) {}

    /**
     * Returns what a run needs.
     *
     * @param start state before training
     * @param shards that are trained on
     * @param columns width of a step's vector; 0 if a step is a word
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
        // A gradient has few rows.
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
     * Returns the maximum number of elements in the rows of by-row parameters that a shard uses in
     * a round: a row for each of its words, and for each of their n-grams in a table of letters.
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
     * Returns an upper estimate of the distinct words that a shard uses in a round: the expected
     * number if all words were equally frequent; otherwise there are fewer.
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
     * Refuses memory that cannot suffice.
     *
     * @throws ConfigurationException naming the setting, its value and its minimum
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

    /** Returns a quarter more, which the garbage collector needs free, in eighths of a GiB. */
    private static long suggested(long needs) {
        long eighth = 128 * MEBIBYTE;
        return (needs / 4 * 5 + eighth - 1) / eighth * 128;
    }
}
