package unroll.train;

import java.util.List;
import unroll.conf.TrainingConf;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.optim.Ranges;

/**
 * What every batch moves, and of what a batch moves some rows only.
 *
 * @param dense elements that every batch moves
 * @param rows slices of which a batch moves the rows it uses; as in {@code layout.byRow()}, or none
 *     where embeddings are updated densely
 */
record Parts(Layout layout, Ranges dense, List<Layout.Slice> rows) {

    static Parts of(Layout layout, EmbeddingUpdates updates) {
        return updates == EmbeddingUpdates.DENSE
                ? new Parts(layout, Ranges.all(layout), List.of())
                : new Parts(layout, Ranges.dense(layout), layout.byRow());
    }

    /** Without what is frozen for the whole run, which need not travel. */
    static Parts of(Layout layout, TrainingConf training) {
        var whole = of(layout, training.embeddingUpdates());
        var dense = Ranges.none();
        for (var slice : layout.slices()) {
            boolean byRow = slice.byRow() && !whole.rows.isEmpty();
            if (!byRow && !training.frozen(slice.name())) {
                dense.add(slice.offset(), slice.end());
            }
        }
        return new Parts(layout, dense, whole.rows);
    }

    /** Makes {@code ranges} what the workspace's last batch moves. */
    void moved(Workspace workspace, Ranges ranges) {
        ranges.set(dense);
        for (int s = 0; s < rows.size(); s++) {
            ranges.addRows(rows.get(s), workspace.used(s));
        }
    }
}
