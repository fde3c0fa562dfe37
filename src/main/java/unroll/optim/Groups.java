package unroll.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
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
    private final RareWords rareWords;
    private final Kernels kernels;
    private final Ranges part = Ranges.none();

    /**
     * @throws ConfigurationException if a group of the configuration has no parameter, or there are
     *     no words whose steps could be longer
     */
    public Groups(Configuration conf, Layout layout, Kernels kernels) {
        this.kernels = kernels;
        var training = conf.training();
        schedule = Schedule.of(training.schedule(), training.epochs());
        rareWords = RareWords.of(conf, layout);
        var list = new ArrayList<Group>();
        var all = conf.groups();
        for (int g = 0; g < all.size(); g++) {
            var elements = elements(all.subList(0, g), layout, all.get(g)::matches);
            if (elements.count() > 0) {
                var rule = training.optimizer().withMomentum(all.get(g).momentum());
                list.add(group(rule, all.get(g).rate(), elements));
            } else if (g < training.groups().size()) {
                throw empty(all.get(g), layout);
            }
        }
        var rest = elements(all, layout, name -> true);
        list.add(group(training.optimizer(), training.optimizer().rate(), rest));
        groups = List.copyOf(list);
    }

    private static ConfigurationException empty(GroupConf group, Layout layout) {
        return new ConfigurationException(
                "training.optimizer.groups: %s matches no parameter that an earlier group has not. There are %s"
                        .formatted(
                                group.parameters(),
                                String.join(
                                        ", ",
                                        layout.slices().stream()
                                                .map(Layout.Slice::name)
                                                .toList())));
    }

    /**
     * Reports a mistake in the rates before any training.
     *
     * @throws ConfigurationException as the constructor
     */
    public static void check(Configuration conf, Layout layout) {
        var unused = new Groups(conf, layout, Kernels.scalar());
    }

    private Group group(OptimizerConf conf, double rate, Ranges elements) {
        return new Group(conf, Optimizer.of(conf, kernels), rate, elements);
    }

    /** Returns the elements of some parameters without those of earlier groups. */
    private static Ranges elements(
            List<GroupConf> earlier, Layout layout, Predicate<String> chosen) {
        var elements = Ranges.none();
        for (var slice : layout.slices()) {
            var name = slice.name();
            if (chosen.test(name) && earlier.stream().noneMatch(group -> group.matches(name))) {
                elements.add(slice.offset(), slice.end());
            }
        }
        return elements;
    }

    /**
     * Makes one step of every group on its elements in {@code ranges}.
     *
     * @param theta parameters, changed
     * @param gradient laid out as theta, changed where words are rare
     * @param moments as {@link Optimizer#step} takes them, changed
     */
    public void step(
            float[] theta, float[] gradient, float[][] moments, Ranges ranges, Place place) {
        double factor = schedule.factor(place.step(), place.done()) * place.scale();
        rareWords.scale(gradient, ranges);
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
