package unroll.task.network;

import unroll.nn.input.ChainInput;
import unroll.nn.layer.Linear;
import unroll.nn.loss.JointLoss;

/**
 * A head for a second target, one label for the whole source, beside that of the steps: both read
 * the layers along time, which become the chain {@code encoder}.
 */
public final class SecondHead {
    private SecondHead() {}

    /**
     * Adds pooling and a linear map, of which the parameters are {@code head.NAME}.
     *
     * @param builder with its layers along time; what is added later belongs to the steps
     * @param name of the head's chain
     * @param weight of its loss beside that of the steps
     */
    public static void add(NetworkBuilder builder, String name, int classes, double weight) {
        int width = builder.columns;
        builder.end(NetworkBuilder.ENCODER);
        builder.add(new ChainInput(NetworkBuilder.ENCODER, width));
        builder.pool();
        builder.dropout(builder.model.dropout().head());
        builder.add(new Linear(builder.layout, "head." + name, builder.columns, classes));
        builder.end(name);
        builder.add(new ChainInput(NetworkBuilder.ENCODER, width));
        builder.columns = width;
        builder.joint = steps -> new JointLoss(steps, name, classes, weight);
    }
}
