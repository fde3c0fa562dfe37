package unroll.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.train.sync.Sync;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;

/** Rounds in this process, without Spark. */
public final class LocalRounds implements Rounds {
    private final WorkerSpec spec;
    private final List<Shard> training;
    private final List<Shard> validation;
    private final ExecutorService threads;
    private final Sync sync;

    /**
     * @param training shard i at index i
     * @param validation may be empty
     * @param threads number of shards that are processed at a time
     */
    public LocalRounds(WorkerSpec spec, List<Shard> training, List<Shard> validation, int threads) {
        this.spec = spec;
        this.training = List.copyOf(training);
        this.validation = List.copyOf(validation);
        this.threads = Executors.newFixedThreadPool(threads);
        sync = spec.sync();
    }

    @Override
    public int[] batches(int epoch) {
        return training.stream().mapToInt(shard -> spec.batches(shard, epoch)).toArray();
    }

    @Override
    public Trained train(State state, RoundId round) {
        var start = sync.broadcast(state);
        var merge = spec.merge(round);
        inOrder(training, shard -> spec.train(start, shard, round), merge::add);
        var mean = spec.mean(round);
        mean.set(merge.mean());
        return new Trained(sync.apply(state, mean, round, this::evaluate), mean.metrics());
    }

    @Override
    public Evaluation evaluate(float[] theta) {
        var snapshot = Snapshot.of(theta);
        var evaluation = new Evaluation();
        inOrder(validation, shard -> spec.evaluate(snapshot, shard), evaluation::add);
        return evaluation;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> void inOrder(List<Shard> shards, Function<Shard, T> work, Consumer<T> fold) {
        var running = new ArrayList<Future<T>>();
        for (var shard : shards) {
            running.add(threads.submit(() -> work.apply(shard)));
        }
        for (var result : running) {
            fold.accept(await(result));
        }
    }

    private static <T> T await(Future<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException("interrupted in the middle of a round");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
