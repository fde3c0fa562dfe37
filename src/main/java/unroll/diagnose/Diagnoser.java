package unroll.diagnose;

import java.util.LinkedHashMap;
import java.util.Map;
import unroll.conf.ConfigurationException;
import unroll.data.Field;
import unroll.data.Plan;
import unroll.data.Shard;
import unroll.nn.Capacity;
import unroll.nn.DirectionView;
import unroll.nn.Network;
import unroll.nn.Observer;
import unroll.nn.StepView;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.task.Task;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/**
 * Looks inside a network while it reads a sample: one pass forward and back that is watched, then
 * passes forward for the loss surface. There is no dropout, no penalty and no smoothing, all
 * classes weigh the same, and sequences are not cut into windows, but for a language model's, which
 * are windows of a document. Where every step has a target, the gradient that is watched is that of
 * the last step's loss: others would hide how far back it reaches. Of labels it is that of all of
 * them.
 */
public final class Diagnoser {
    private static final int SEQUENCES = 16; // of a batch
    private static final int ROWS = 4096; // of a batch, at least

    private final Task task;
    private final float[] theta;
    private final Network network;
    private final Plan plan;
    private final Capacity capacity;
    private final Batch batch;
    private final Workspace scoring;

    private Diagnoser(TrainedModel model, Shard sample) {
        int rows = ROWS;
        for (int i = 0; i < sample.examples(); i++) {
            rows = Math.max(rows, sample.rows(i));
        }
        // Labels one by one, so that those that no alignment gives can be left out.
        boolean labels = model.task().schema().target().length() == Field.Length.OWN;
        var conf = model.conf().undisturbed(labels ? 1 : SEQUENCES, rows);
        task = Tasks.of(conf, model.codec());
        theta = model.theta();
        network = task.network();
        plan = task.inTrainingLengths(sample);
        capacity = task.capacity();
        batch = task.schema().batch(capacity.sequences(), capacity.rows());
        scoring = network.open(new Capacity(capacity.sequences(), capacity.rows(), false));
    }

    /**
     * Tells before any row is read whether there is something to look at.
     *
     * @throws ConfigurationException if the model was not trained by gradients
     */
    public static void check(TrainedModel model) {
        if (model.task().network().closedForm().isPresent()) {
            throw new ConfigurationException(
                    "diagnose: expected a model that is trained by backpropagation through time, got"
                            + " a reservoir, whose recurrence is not trained and through which no"
                            + " gradient flows; evaluate measures it");
        }
    }

    /**
     * Looks inside.
     *
     * @param model of any task, trained by gradients
     * @param sample with targets, at least one example
     * @param places along either direction of the loss surface, odd
     * @param seed of the directions
     */
    public static Diagnosis of(TrainedModel model, Shard sample, int places, long seed) {
        check(model);
        var diagnoser = new Diagnoser(model, sample);
        var watches = diagnoser.watch();
        return new Diagnosis(
                diagnoser.sequences(),
                diagnoser.loss(diagnoser.theta),
                watches.values().stream().map(DirectionRecorder::found).toList(),
                LossSurface.of(
                        diagnoser.network.layout(),
                        diagnoser.theta,
                        places,
                        seed,
                        diagnoser::loss));
    }

    private Map<DirectionView, DirectionRecorder> watch() {
        var watches = new LinkedHashMap<DirectionView, DirectionRecorder>();
        var observer =
                new Observer() {
                    @Override
                    public void stepped(StepView at) {
                        watches.computeIfAbsent(
                                        at.direction(),
                                        direction -> new DirectionRecorder(direction, theta))
                                .stepped(at, batch);
                    }

                    @Override
                    public void stateGradient(StepView at, float[] dState) {
                        watches.get(at.direction()).stateGradient(at, dState);
                    }
                };
        var workspace = network.open(capacity, observer);
        var gradient = new float[theta.length];
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            if (!batch.target().hasOwnLengths()) {
                batch.target().keepLast();
            }
            if (hasLoss()) {
                workspace.train(theta, gradient, batch, 0);
            }
        }
        return watches;
    }

    /** Returns whether the batch has a loss: outputs can give at least one of its targets. */
    private boolean hasLoss() {
        if (!batch.target().hasOwnLengths()) {
            return true;
        }
        var evaluator = task.evaluator();
        evaluator.add(scoring, theta, batch);
        return evaluator.evaluation().terms() > 0;
    }

    private int sequences() {
        int sequences = 0;
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            sequences += batch.packing().sequences();
        }
        return sequences;
    }

    private double loss(float[] parameters) {
        var evaluator = task.evaluator();
        scoring.invalidate();
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            evaluator.add(scoring, parameters, batch);
        }
        return evaluator.evaluation().loss();
    }
}
