package unroll.task.network;

import unroll.conf.ModelConf.Pooling;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.attention.AttentionPooling;
import unroll.nn.layer.PoolingLayer;
import unroll.nn.layer.PoolingLayer.Kind;

/** The pooling that is configured. */
final class PoolingChoice {
    private PoolingChoice() {}

    /**
     * @param columns of the rows that it reads
     * @param forwardColumns of these, which read from the start
     */
    static Layer of(Pooling pooling, Layout.Builder layout, int columns, int forwardColumns) {
        return switch (pooling) {
            case ATTENTION -> new AttentionPooling(layout, "pooling", columns);
            case LAST -> new PoolingLayer(columns, forwardColumns, Kind.LAST);
            case MEAN -> new PoolingLayer(columns, forwardColumns, Kind.MEAN);
            case MAX -> new PoolingLayer(columns, forwardColumns, Kind.MAX);
            case CONCAT ->
                    new PoolingLayer(columns, forwardColumns, Kind.LAST, Kind.MEAN, Kind.MAX);
        };
    }
}
