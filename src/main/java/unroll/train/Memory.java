package unroll.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SoftmaxConf;
import unroll.conf.SyncConf;
import unroll.data.ShardSize;
import unroll.message.Plural;
import unroll.nn.Layout;
import unroll.nn.input.FeatureScores;
import unroll.train.worker.State;

/** Computes before training how much memory it needs at least, and refuses less. */
public final class Memory {
    private static final long MEBIBYTE = 1 << 20;
    private static final long RECEIVED = 256 * MEBIBYTE; // updates that the driver merges
    private static final long PART = 64 * MEBIBYTE; // updates that a task merges
    private static final int MOST_PARTS = 200; // as many files a task writes

    private Memory() {}

    /**
     * The sizes that training's memory depends on, in bytes.
     *
     * @param parameters theta
     * @param state theta, moments and the outer optimiser's vectors
     * @param broadcast the part of a state that workers receive
     * @param mean the mean of a round's updates, as large as an update with every row
     * @param update maximum size of a shard's update, which has only used rows
     * @param worker vectors and buffers of one worker and its shard, with the spelling of its words
     */
    public record Need(
            long parameters,
            long state,
            long broadcast,
            long mean,
            long update,
            long worker,
            int shards) {

        /** Returns the bytes of all updates of a round. */
        long updates() {
            return shards * update;
        }

        /**
         * Returns the number of parts in which a round's updates are merged: one if the driver can
         * receive them all.
         */
        public int parts() {
            return mean == 0 || updates() <= RECEIVED
                    ? 1
                    : (int) Math.min(MOST_PARTS, ceil(updates(), PART));
        }

        private boolean whole() {
            return parts() == 1;
        }

        /** Returns the bytes of all results of a round that the driver receives. */
        long results() {
            return whole() ? updates() : mean;
        }

        /** Returns the most bytes that the driver holds. */
        long driver() {
            return held() + mean + (whole() ? mean : 3 * mean / parts());
        }

        /**
         * Returns the bytes that the driver holds while workers run: the initial parameters, the
         * old and new state, the serialised broadcast, and, if it merges, the sums in double and
         * the updates. All may be waiting, and the one being read exists three times: as Spark's
         * bytes, as the task's bytes within them, and as numbers.
         */
        private long held() {
            return parameters
                    + 2 * state
                    + broadcast
                    + (whole() ? 2 * mean + (shards + 2L) * update : 0);
        }

        /** Returns the bytes of the broadcast, its serialised pieces, and a task for each core. */
        long executor(int workers) {
            return 2 * broadcast + workers * task();
        }

        /** Returns the bytes of driver and executor in one JVM, which has the broadcast once. */
        long local(int workers) {
            return Math.max(driver(), held() + workers * task());
        }

        /**
         * Returns the bytes of a worker with its result, which is serialised twice, or of a task
         * that merges a part: the updates, serialised too, their sums and their mean.
         */
        private long task() {
            if (whole()) {
                return worker + 3 * update;
            }
            long merging = 2 * updates() + 3 * mean;
            return Math.max(worker + 2 * update / parts(), merging / parts());
        }
    }

    /**
     * The memory that Spark has, in bytes.
     *
     * @param maxResultSize 0 if unlimited
     * @param cores of an executor
     * @param local whether the driver's JVM is also the executor
     */
    public record Available(
            long driver, long maxResultSize, long executor, int cores, boolean local) {}

    /**
     * Returns what a run needs.
     *
     * @param shards that are trained on
     * @param columns width of a step's vector; 0 if a step is a word
     */
    public static Need need(WorkerSpec spec, List<ShardSize> shards, int columns) {
        var conf = spec.conf();
        var sync = spec.sync();
        var network = spec.task().network();
        var layout = network.layout();
        long vector = 4L * layout.size();
        int vectors = sync.vectors();
        long buffers =
                network.workspaceBytes(spec.task().capacity())
                        + 8 * most(shards, ShardSize::alignments);
        long shard =
                4 * most(shards, ShardSize::tokens) * Math.max(1, columns)
                        + most(shards, ShardSize::spelling);
        return new Need(
                vector,
                State.names(conf).size() * vector,
                sync.broadcast(State.initial(new float[1], conf)).vectors() * vector,
                vectors * vector,
                network.closedForm()
                        .map(form -> 8L * form.size())
                        .orElse(4L * vectors * updateElements(conf, layout, shards)),
                sync.workerVectors().count() * vector + buffers + shard,
                conf.data().shards());
    }

    /** Returns the maximum number of elements of one vector in a shard's update. */
    private static long updateElements(Configuration conf, Layout layout, List<ShardSize> shards) {
        long inRows = layout.byRow().stream().mapToLong(Layout.Slice::size).sum();
        // A gradient has few rows.
        boolean gradient = conf.sync().strategy() == SyncConf.Strategy.GRADIENT;
        return layout.size() - inRows + (gradient ? 0 : usedElements(conf, layout, shards));
    }

    /**
     * Returns the maximum number of elements in the rows of by-row parameters that a shard uses in
     * a round: a row for each of its words, for each of their n-grams in a table of letters, and
     * for each word of a sampled softmax; every row of a table of words that are written, and of
     * the n-grams beside the network.
     */
    private static long usedElements(Configuration conf, Layout layout, List<ShardSize> shards) {
        int lastEpoch = conf.training().epochs() - 1;
        var letters = conf.model().letterTables();
        long words = most(shards, shard -> usedWords(conf, shard));
        long grams = most(shards, ShardSize::grams);
        long sampled = sampledWords(conf);
        long elements = 0;
        for (var slice : layout.byRow()) {
            if (!conf.frozen(slice.name(), lastEpoch)) {
                long rows =
                        words
                                + (letters.contains(slice.name()) ? grams : 0)
                                + (slice.name().startsWith("head.") ? sampled : 0)
                                + (all(slice.name()) ? slice.shape().get(0) : 0);
                elements += Math.min(rows, slice.shape().get(0)) * slice.rowSize();
            }
        }
        return elements;
    }

    /** Returns whether a shard may use all rows of a by-row parameter in a round. */
    private static boolean all(String parameter) {
        return parameter.startsWith("target.") || parameter.equals(FeatureScores.WEIGHTS);
    }

    /** Returns the maximum number of words that a sampled softmax draws in a round of a shard. */
    private static long sampledWords(Configuration conf) {
        if (conf.model().softmax() instanceof SoftmaxConf.Sampled sampled) {
            int every = conf.sync().every();
            return every == 0 ? Integer.MAX_VALUE : (long) sampled.samples() * every;
        }
        return 0;
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
    public static void check(Need need, Available available) {
        int workers = Math.min(available.cores(), need.shards());
        long driver = available.local() ? need.local(workers) : need.driver();
        require(
                "spark.driver.memory",
                available.driver(),
                driver,
                "state, sums, results" + (available.local() ? ", workers" : ""));
        if (!available.local()) {
            require(
                    "spark.executor.memory",
                    available.executor(),
                    need.executor(workers),
                    "state and " + Plural.of(workers, "worker"));
        }
        if (available.maxResultSize() > 0) {
            require(
                    "spark.driver.maxResultSize",
                    available.maxResultSize(),
                    need.results(),
                    need.parts() == 1
                            ? "results of " + Plural.of(need.shards(), "shard")
                            : "the mean of a round's updates");
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
                            ceil(needs, MEBIBYTE),
                            suggested(needs)));
        }
    }

    private static long ceil(long bytes, long unit) {
        return (bytes + unit - 1) / unit;
    }

    /** Returns a quarter more, which the garbage collector needs free, in eighths of a GiB. */
    private static long suggested(long needs) {
        long eighth = 128 * MEBIBYTE;
        return (needs / 4 * 5 + eighth - 1) / eighth * 128;
    }
}
