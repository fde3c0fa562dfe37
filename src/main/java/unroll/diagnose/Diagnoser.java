package unroll.diagnose;

import java.util.LinkedHashMap;
import java.util.Map;
import unroll.conf.KernelChoice;
import unroll.data.Batcher;
import unroll.data.Plan;
import unroll.data.Shard;
import unroll.math.Kernels;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Moment;
import unroll.nn.Network;
import unroll.nn.Observer;
import unroll.nn.Recurrent;
import unroll.nn.Workspace;
import unroll.task.Evaluation;
import unroll.task.Task;
import unroll.task.Tasks;
import unroll.task.TrainedModel;

/**
 * Looks inside a classifier while it reads a sample: one pass forward and back that is watched,
 * then passes forward for the error surface. There is no dropout, no penalty and no smoothing, all
 * classes weigh the same, and time is not cut into windows.
 */
public final class Diagnoser {
    private static final int SEQUENCES = 16; // of a batch
    private static final int ROWS = 4096; // of a batch, at least

    private final Task task;
    private final float[] theta;
    private final Kernels kernels;
    private final Network network;
    private final Plan plan;
    private final int rows;
    private final Batch batch;

    private Diagnoser(TrainedModel model, Shard sample) {
        var conf = model.conf().undisturbed();
        task = Tasks.of(conf, model.codec());
        theta = model.theta();
        kernels = conf.kernels() == KernelChoice.SCALAR ? Kernels.scalar() : Kernels.fastest();
        network = task.network();
        int longest = ROWS;
        for (int i = 0; i < sample.examples(); i++) {
            longest = Math.max(longest, sample.length(i));
        }
        rows = longest;
        plan = Batcher.inOrder(sample, SEQUENCES, rows);
        batch = new Batch(SEQUENCES, rows, task.form());
    }

    /**
     * Looks inside.
     *
     * @param model of classes
     * @param sample with classes, at least one example
     * @param places along either direction of the error surface, odd
     * @param seed of the directions
     */
    public static Diagnosis of(TrainedModel model, Shard sample, int places, long seed) {
        var diagnoser = new Diagnoser(model, sample);
        var watches = diagnoser.watch();
        var workspace = diagnoser.network.open(new Capacity(SEQUENCES, diagnoser.rows, false));
        return new Diagnosis(
                sample.examples(),
                diagnoser.loss(workspace, diagnoser.theta),
                watches.values().stream().map(DirectionWatch::found).toList(),
                ErrorSurface.of(
                        diagnoser.network.layout(),
                        diagnoser.theta,
                        places,
                        seed,
                        moved -> diagnoser.loss(workspace, moved)));
    }

    private Map<Recurrent, DirectionWatch> watch() {
        var watches = new LinkedHashMap<Recurrent, DirectionWatch>();
        var observer =
                new Observer() {
                    @Override
                    public void stepped(Moment at) {
                        watches.computeIfAbsent(
                                        at.recurrent(),
                                        recurrent -> new DirectionWatch(recurrent, theta, kernels))
                                .stepped(at, batch.order());
                    }

                    @Override
                    public void stateGradient(Moment at, float[] dState) {
                        watches.get(at.recurrent()).stateGradient(at, dState);
                    }
                };
        var workspace = network.open(new Capacity(SEQUENCES, rows, true), observer);
        var gradient = new float[theta.length];
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            workspace.train(theta, gradient, batch, 0);
        }
        return watches;
    }

    private double loss(Workspace workspace, float[] parameters) {
        var evaluation = new Evaluation();
        workspace.forget();
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            task.measure(workspace.score(parameters, batch), batch, evaluation);
        }
        return evaluation.loss();
    }
}
