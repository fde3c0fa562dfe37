package unroll.task.transfer;

import java.util.Arrays;
import java.util.List;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.nn.Layout;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/** Models whose parameters tell where they come from. */
final class TransferModels {
    private TransferModels() {}

    /** A model whose parameters are all different: element i of the vector is start + i. */
    static TrainedModel numbered(Configuration conf, Codec codec, int start) {
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    var theta = new float[network.layout().size()];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = start + i;
                    }
                    return theta;
                });
    }

    static TransferResult take(TrainedModel old, TrainedModel now) {
        return Transfer.take(old, now.theta(), now.conf(), now.codec(), now.task());
    }

    static float[] row(TrainedModel model, String parameter, int row) {
        var slice = model.task().network().layout().slice(parameter);
        int from = slice.offset() + row * slice.rowSize();
        return Arrays.copyOfRange(model.theta(), from, from + slice.rowSize());
    }

    static float[] all(TrainedModel model, String parameter) {
        var slice = model.task().network().layout().slice(parameter);
        return Arrays.copyOfRange(model.theta(), slice.offset(), slice.end());
    }

    static List<String> names(List<Layout.Slice> slices) {
        return slices.stream().map(Layout.Slice::name).toList();
    }
}
