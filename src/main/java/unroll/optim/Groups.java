package unroll.optim;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.ConfigurationException;
import unroll.conf.GroupConf;
import unroll.conf.OptimizerConf;
import unroll.conf.TrainingConf;
import unroll.math.Kernels;
import unroll.nn.Layout;

/**
 * The parameters by their learning rate. Those in no group of the configuration form the last
 * group, at the optimiser's own rate. Has buffers, so that each worker needs its own.
 */
public final class Groups {

    /**
     * @param elements of its parameters
     */
    private record Group(OptimizerConf conf, Optimizer optimizer, double rate, Ranges elements) {}

    /**
     * A step's place in the run.
     *
     * @param step number of the step, from 1
     * @param ofMoments number of the step since the moments were zero
     * @param done epochs that are done, plus the fraction of this one
     * @param scale factor of the rate after divergence and plateaus
     */
    public record Place(long step, long ofMoments, double done, double scale) {}

    private final List<Group> groups;
    private final Schedule schedule;
    private final Kernels kernels;
    private final Ranges part = Ranges.none();

    /**
     * @throws ConfigurationException if a group has no parameter
     */
    public Groups(TrainingConf training, Layout layout, Kernels kernels) {
        this.kernels = kernels;
        schedule = Schedule.of(training.schedule(), training.epochs());
        var list = new ArrayList<Group>();
        for (int g = 0; g < training.groups().size(); g++) {
            var conf = training.groups().get(g);
            var elements = elements(training.groups().subList(0, g), layout, conf);
            if (elements.count() == 0) {
                throw new ConfigurationException(
                        "training.optimizer.groups: %s matches no parameter that an earlier group has not. There are %s"
                                .formatted(
                                        conf.parameters(),
                                        String.join(
                                                ", ",
                                                layout.slices().stream()
                                                        .map(Layout.Slice::name)
                                                        .toList())));
            }
            var rule = training.optimizer().withMomentum(conf.momentum());
            list.add(group(rule, conf.rate(), elements));
        }
        var rest = Ranges.none();
        for (var slice : layout.slices()) {
            if (training.group(slice.name()).isEmpty()) {
                rest.add(slice.offset(), slice.end());
            }
        }
        list.add(group(training.optimizer(), training.optimizer().rate(), rest));
        groups = List.copyOf(list);
    }

    /**
     * Reports a mistake in the groups before any training.
     *
     * @throws ConfigurationException if a group has no parameter
     */
    public static void check(TrainingConf training, Layout layout) {
        var unused = new Groups(training, layout, Kernels.scalar());
    }

    private Group group(OptimizerConf conf, double rate, Ranges elements) {
        return new Group(conf, Optimizer.of(conf, kernels), rate, elements);
    }

    /** Returns the elements of a group's parameters without those of earlier groups. */
    private static Ranges elements(List<GroupConf> earlier, Layout layout, GroupConf conf) {
        var elements = Ranges.none();
        for (var slice : layout.slices()) {
            var name = slice.name();
            if (conf.matches(name) && earlier.stream().noneMatch(group -> group.matches(name))) {
                elements.add(slice.offset(), slice.end());
            }
        }
        return elements;
    }

    /**
     * Makes one step of every group on its elements in {@code ranges}.
     *
     * @param theta parameters, changed
     * @param gradient laid out as theta
     * @param moments as {@link Optimizer#step} takes them, changed
     */
    public void step(
            float[] theta, float[] gradient, float[][] moments, Ranges ranges, Place place) {
        double factor = schedule.factor(place.step(), place.done()) * place.scale();
        for (var group : groups) {
            var own = groups.size() == 1 ? ranges : part.common(ranges, group.elements());
            if (own.count() > 0) {
                optimizer(group, place.done())
                        .step(
                                theta,
                                gradient,
                                moments,
                                own,
                                group.rate() * factor,
                                place.ofMoments());
            }
        }
    }

    /**
     * Adds the step of a parameter's group to those that its rows may wait with.
     *
     * @throws ClassCastException if the optimiser is not one of momentum
     */
    public void addIdle(Layout.Slice slice, Place place, IdleSteps idle) {
        double factor = schedule.factor(place.step(), place.done()) * place.scale();
        for (var group : groups) {
            if (group.elements().contains(slice.offset())) {
                var momentum = (OptimizerConf.Momentum) conf(group, place.done());
                idle.add(
                        (float) (group.rate() * factor),
                        (float) momentum.momentum(),
                        momentum.nesterov());
            }
        }
    }

    private OptimizerConf conf(Group group, double done) {
        return schedule.cyclesMomentum()
                ? group.conf().withMomentum(schedule.momentum(done))
                : group.conf();
    }

    private Optimizer optimizer(Group group, double done) {
        return schedule.cyclesMomentum()
                ? Optimizer.of(conf(group, done), kernels)
                : group.optimizer();
    }
}
