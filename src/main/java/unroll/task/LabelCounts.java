package unroll.task;

import java.util.List;

/**
 * What the training set says about its labels.
 *
 * @param examples of the training set
 * @param each how often each label occurs, in the order of the outputs; empty of a model that does
 *     not train
 */
public record LabelCounts(long examples, List<Long> each) {
    /** Of a model that does not train. */
    public static final LabelCounts NONE = new LabelCounts(0, List.of());

    public LabelCounts {
        each = List.copyOf(each);
    }
}
