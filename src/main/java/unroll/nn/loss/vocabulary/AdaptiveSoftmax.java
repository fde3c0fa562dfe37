package unroll.nn.loss.vocabulary;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.layer.Affine;

/**
 * A softmax output layer over many classes in two levels (Grave et al. 2017), and cross-entropy as
 * the mean over rows with a target. The head is a softmax over the most frequent classes and one
 * class for each tail, a cluster of rarer classes; each tail is a softmax over its classes from a
 * narrower projection:
 *
 * <pre>
 * p[k] = head[k]                    k among the most frequent classes
 * p[k] = head[tail] * tail[k]       else
 * </pre>
 *
 * <p>A row whose target is frequent costs the head alone. Parameters: {@code w} [frequent classes +
 * tails, inputs], {@code b} [frequent classes + tails], and those of each {@link SoftmaxTail}.
 */
public final class AdaptiveSoftmax implements Loss {
    private static final int BLOCK = 64; // rows

    private final int inputs;
    private final int classes;
    private final int frequent;
    private final int block;
    private final Affine head;
    private final List<SoftmaxTail> tails = new ArrayList<>();

    /**
     * @param inputs columns of the last layer
     * @param classes by falling frequency
     * @param cutoffs first class of each tail, rising, below {@code classes}; at least one
     * @param factor by which each tail's projection is narrower than the one before it, and the
     *     first than the inputs
     */
    public AdaptiveSoftmax(
            Layout.Builder layout,
            String name,
            int inputs,
            int classes,
            List<Integer> cutoffs,
            int factor) {
        this(layout, name, inputs, classes, cutoffs, factor, BLOCK);
    }

    /**
     * @param block rows at a time
     */
    AdaptiveSoftmax(
            Layout.Builder layout,
            String name,
            int inputs,
            int classes,
            List<Integer> cutoffs,
            int factor,
            int block) {
        this.inputs = inputs;
        this.classes = classes;
        this.block = block;
        frequent = cutoffs.get(0);
        head = new Affine(layout, name + ".w", name + ".b", inputs, frequent + cutoffs.size());
        int width = inputs;
        for (int i = 0; i < cutoffs.size(); i++) {
            int end = i + 1 < cutoffs.size() ? cutoffs.get(i + 1) : classes;
            width = Math.max(1, width / factor);
            var tail = name + ".tail" + i;
            tails.add(new SoftmaxTail(layout, tail, inputs, width, cutoffs.get(i), end));
        }
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Clusters(capacity, kernels, allocator, input);
    }

    private final class Clusters implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final int block;
        private final float[] values; // [block, head.outputs()]
        private final float[] scores; // [block, classes]
        private final int[] headTargets; // [rows]: class of the head, or -1
        private final Affine.Run run;
        private final List<SoftmaxTail.Run> runs = new ArrayList<>();
        private boolean packed; // whether the maps are those of the last scores

        Clusters(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            block = Math.min(AdaptiveSoftmax.this.block, capacity.rows());
            values = allocator.floats(block, head.outputs());
            scores = allocator.floats(block, classes);
            headTargets = allocator.ints(capacity.training() ? capacity.rows() : 0);
            run = head.new Run(kernels, allocator, capacity.training());
            for (var tail : tails) {
                runs.add(tail.new Run(kernels, allocator, input, block, capacity.training()));
            }
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            if (!packed) {
                run.packForward(context.theta);
                runs.forEach(tail -> tail.packForward(context.theta));
                packed = true;
            }
            int outputs = head.outputs();
            for (int first = 0; first < input.rows; first += block) {
                int rows = Math.min(block, input.rows - first);
                run.forward(context.theta, rows, input.value, first * inputs, values, 0);
                for (int row = 0; row < rows; row++) {
                    SoftmaxRow.probabilities(kernels, 1, values, row * outputs, outputs);
                }
                kernels.copyRows(rows, frequent, values, 0, outputs, scores, 0, classes);
                for (int i = 0; i < runs.size(); i++) {
                    runs.get(i)
                            .score(
                                    context.theta,
                                    first,
                                    rows,
                                    values,
                                    frequent + i,
                                    outputs,
                                    scores,
                                    classes);
                }
                to.rows(scores, first, rows);
            }
        }

        @Override
        public void invalidate() {
            packed = false;
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            int[] targets = context.batch.target().ids();
            int terms = findClusters(targets);
            run.packForward(context.theta);
            packed = false;
            run.startBackward(context);
            int outputs = head.outputs();
            double loss = 0;
            for (int first = 0; first < input.rows; first += block) {
                int rows = Math.min(block, input.rows - first);
                int at = first * inputs;
                run.forward(context.theta, rows, input.value, at, values, 0);
                for (int row = 0; row < rows; row++) {
                    int target = headTargets[first + row];
                    loss += SoftmaxRow.loss(kernels, target, terms, values, row * outputs, outputs);
                }
                run.backward(context, rows, input.value, at, values, 0, input.gradient, at);
            }
            run.finish(context.gradient);
            for (var tail : runs) {
                loss = tail.addLoss(loss, context, targets, terms);
            }
            return new Workspace.BatchLoss(loss, terms);
        }

        /** Divides the rows by the cluster of their targets, and returns how many have one. */
        private int findClusters(int[] targets) {
            runs.forEach(SoftmaxTail.Run::clear);
            int terms = 0;
            for (int row = 0; row < input.rows; row++) {
                int target = targets[row];
                terms += target < 0 ? 0 : 1;
                headTargets[row] = target;
                if (target >= frequent) {
                    int tail = tail(target);
                    headTargets[row] = frequent + tail;
                    runs.get(tail).add(row);
                }
            }
            return terms;
        }

        private int tail(int target) {
            int tail = tails.size() - 1;
            while (target < tails.get(tail).first) {
                tail--;
            }
            return tail;
        }
    }
}
