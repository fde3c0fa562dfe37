package unroll.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.io.CorruptFileException;
import unroll.io.model.Checkpoints;
import unroll.io.model.Checkpoints.Checkpoint;
import unroll.measure.Evaluation;
import unroll.message.Plural;
import unroll.nn.Layout;
import unroll.task.Task;
import unroll.train.TrainingListener.RoundReport;
import unroll.train.sync.Sync;
import unroll.train.worker.DivergedException;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/**
 * Trains epoch by epoch, round by round: validates, checkpoints, stops early, resumes where an
 * earlier run stopped, and lowers the rate when training diverges.
 *
 * <p>A resumed run gives the same bits as one that was never interrupted. It can also be given more
 * epochs than before; a schedule that depends on their number then applies to the remaining epochs.
 */
public final class Trainer {
    private final Configuration conf;
    private final Sync sync;
    private final Layout layout;
    private final Supplier<State> start;
    private final Rounds rounds;
    private final Checkpoints checkpoints;
    private final TrainingListener listener;
    private final BooleanSupplier stop;
    private final Task task;
    private final ValidationDecisions decisions;
    private long written; // nanoTime of the last checkpoint
    private int writtenNumber = -1; // its number

    /**
     * @param start gives the initial state, which is used if there is no checkpoint
     * @param stop asked between rounds whether to checkpoint and end
     */
    public Trainer(
            WorkerSpec spec,
            Supplier<State> start,
            Rounds rounds,
            Checkpoints checkpoints,
            TrainingListener listener,
            BooleanSupplier stop) {
        conf = spec.conf();
        sync = spec.sync();
        layout = spec.task().network().layout();
        this.start = start;
        this.rounds = rounds;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.stop = stop;
        task = spec.task();
        decisions = new ValidationDecisions(conf.training(), task);
    }

    /** Writes the first checkpoint of a run, from which {@link #run} continues. */
    public static void writeStart(Checkpoints checkpoints, Layout layout, State start)
            throws IOException {
        var point = TrainingProgress.start(start);
        checkpoints.write(point.number(), layout, point.state().vectors(), point.toJson());
    }

    /**
     * Trains to the end.
     *
     * @throws InterruptedRunException if told to stop; a checkpoint is written
     * @throws DivergedException if lower rates do not help; the last good checkpoint stays
     */
    public Outcome run() throws IOException {
        var point = begin();
        int roundsOfEpoch = 0; // 0 while they are not known
        while (point.epoch() < conf.training().epochs() && !decisions.stopsEarly(point)) {
            stopIfTold(point);
            if (roundsOfEpoch == 0) {
                int epoch = point.epoch();
                roundsOfEpoch = sync.rounds(() -> rounds.batches(epoch));
            }
            var round = new RoundId(point.epoch(), point.round(), roundsOfEpoch);
            var next = attempt(point, round);
            if (next.epoch() != point.epoch()) {
                roundsOfEpoch = 0;
            }
            point = next;
        }
        return outcome(point);
    }

    private TrainingProgress begin() throws IOException {
        var damaged = new ArrayList<String>();
        var newest = checkpoints.newest(layout, e -> damaged.add(e.getMessage()));
        var instead = newest.isPresent() ? "an older one is used" : "training starts over";
        damaged.forEach(message -> listener.message(message + " (" + instead + ")"));
        if (newest.isPresent()) {
            var point = point(newest.get());
            if (point.number() > 0) {
                listener.message(
                        "resumes from %s, after %s and %s"
                                .formatted(
                                        checkpoints.path(point.number()),
                                        Plural.of(point.epoch(), "epoch"),
                                        Plural.of(point.round(), "round")));
            }
            mark(point);
            return point;
        }
        var point = TrainingProgress.start(start.get());
        write(point);
        return point;
    }

    /** Tries a round; returns the progress after it, or, if it diverged, one to try again from. */
    private TrainingProgress attempt(TrainingProgress point, RoundId round) throws IOException {
        long began = System.nanoTime();
        var trained = rounds.train(point.state(), round);
        double seconds = (System.nanoTime() - began) / 1e9;
        var metrics = trained.metrics();
        if (metrics.skipped() > conf.divergence().maxSkipped() * metrics.batches()) {
            return discard(
                    point,
                    metrics,
                    String.format(
                            Locale.ROOT,
                            "%d of %s had a loss or gradient that is not finite",
                            metrics.skipped(),
                            Plural.of(metrics.batches(), "batch")));
        }
        if (!trained.state().finite()) {
            return discard(point, metrics, "parameters became infinite");
        }
        var evaluation = round.last() ? rounds.evaluate(trained.state().model()) : new Evaluation();
        if (!Double.isFinite(evaluation.loss())) {
            return discard(point, metrics, "the validation loss is not finite");
        }
        listener.round(
                new RoundReport(
                        round.epoch() + 1,
                        conf.training().epochs(),
                        round.round() + 1,
                        round.rounds(),
                        metrics,
                        seconds));
        if (round.last()) {
            return endEpoch(point, trained, evaluation);
        }
        var next = point.afterRound(trained);
        if (System.nanoTime() - written >= conf.checkpoint().minutes() * 60e9) {
            write(next);
        }
        return next;
    }

    private TrainingProgress endEpoch(
            TrainingProgress point, Rounds.Trained trained, Evaluation evaluation)
            throws IOException {
        int epoch = point.epoch() + 1;
        var counts = point.counts().plus(trained.metrics());
        var report =
                new EpochReport(
                        epoch,
                        counts.meanLoss(),
                        counts.meanPenalty(),
                        counts.tokens(),
                        counts.batches(),
                        counts.skipped(),
                        counts.impossible(),
                        counts.clipped(),
                        counts.norms(),
                        evaluation.terms(),
                        evaluation.loss(),
                        task.score(evaluation));
        boolean better = evaluation.terms() > 0 && decisions.better(evaluation, point.best());
        var best =
                better
                        ? new TrainingProgress.Best(
                                epoch, point.number() + 1, decisions.watched(evaluation))
                        : point.best();
        var plateau = decisions.plateau(point.plateau(), better);
        double fallen = plateau.scale() / point.plateau().scale();
        var state = trained.state().withRateScale(trained.state().rateScale() * fallen);
        if (decisions.startsAveraging(state, point, evaluation)) {
            state = state.startAveraging();
            listener.message(
                    String.format(
                            Locale.ROOT, "epoch %d: parameters are averaged from here on", epoch));
        }
        var next = point.afterEpoch(state, best, plateau, report);
        write(next);
        listener.epoch(report);
        return next;
    }

    private void stopIfTold(TrainingProgress point) throws IOException {
        if (stop.getAsBoolean()) {
            write(point);
            throw new InterruptedRunException(
                    "stopped after %s and %s; the same command resumes from %s"
                            .formatted(
                                    Plural.of(point.epoch(), "epoch"),
                                    Plural.of(point.round(), "round"),
                                    checkpoints.path(point.number())));
        }
    }

    /**
     * Returns to the last good state, at half the rate: the one before the round, or, if every
     * batch of the round was skipped, the one at the end of an earlier epoch.
     */
    private TrainingProgress discard(TrainingProgress point, Metrics metrics, String what)
            throws IOException {
        var place =
                String.format(
                        Locale.ROOT, "epoch %d, round %d", point.epoch() + 1, point.round() + 1);
        double rate = conf.training().optimizer().rate() * point.state().rateScale();
        if (point.discarded() >= conf.divergence().retries()) {
            throw new DivergedException(
                    "training diverged in %s: %s, at a rate of %s after %s. The last good checkpoint is %s. Lower training.optimizer.rate or training.clip, then start over with --fresh"
                            .formatted(
                                    place,
                                    what,
                                    rate,
                                    Plural.of(point.discarded(), "retry"),
                                    checkpoints.path(writtenNumber)));
        }
        boolean nothingLearnt = metrics.batches() > 0 && metrics.skipped() == metrics.batches();
        var good = nothingLearnt ? earlierEpochEnd(point) : point;
        var again = good.retry(point);
        listener.message(
                "%s was discarded: %s. It is repeated at a rate of %s"
                        .formatted(place, what, rate / 2));
        write(again);
        return again;
    }

    /** Returns a checkpoint's progress, if it has all vectors of the configuration's state. */
    private TrainingProgress point(Checkpoint checkpoint) {
        var expected = State.names(conf);
        if (!checkpoint.vectors().keySet().equals(expected)) {
            throw new CorruptFileException(
                    "%s is damaged: it holds the vectors %s, expected %s: start over with --fresh"
                            .formatted(
                                    checkpoints.path(checkpoint.round()),
                                    checkpoint.vectors().keySet(),
                                    expected));
        }
        return TrainingProgress.of(checkpoint);
    }

    /**
     * Returns the newest undamaged checkpoint of an epoch's end before this progress, or itself.
     */
    private TrainingProgress earlierEpochEnd(TrainingProgress point) throws IOException {
        var numbers = checkpoints.rounds();
        for (int i = numbers.size() - 1; i >= 0; i--) {
            if (numbers.get(i) < point.number()) {
                try {
                    var earlier = point(checkpoints.read(numbers.get(i), layout));
                    if (earlier.round() == 0) {
                        return earlier;
                    }
                } catch (CorruptFileException e) {
                    listener.message(e.getMessage());
                }
            }
        }
        return point;
    }

    private Outcome outcome(TrainingProgress point) throws IOException {
        var best = best(point);
        return new Outcome(
                best.state().model(),
                best.epoch(),
                point.epoch(),
                point.epoch() < conf.training().epochs(),
                point.state().steps(),
                point.state().rateScale(),
                point.history());
    }

    /** Returns the progress at the end of the best epoch; the last if there is none to read. */
    private TrainingProgress best(TrainingProgress point) throws IOException {
        int number = point.best().number();
        if (!point.best().exists() || number == point.number()) {
            return point;
        }
        try {
            return point(checkpoints.read(number, layout));
        } catch (CorruptFileException e) {
            listener.message(e.getMessage() + " (the last epoch is used instead of the best)");
            return point;
        }
    }

    private void write(TrainingProgress point) throws IOException {
        if (writtenNumber != point.number()) {
            checkpoints.write(point.number(), layout, point.state().vectors(), point.toJson());
            checkpoints.prune(conf.checkpoint().keep(), point.best().number());
        }
        mark(point);
    }

    private void mark(TrainingProgress point) {
        written = System.nanoTime();
        writtenNumber = point.number();
    }
}
