package unroll.train;

import java.util.List;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.optim.Ranges;

/**
 * What every batch of an epoch moves, and of what a batch moves some rows only. Frozen slices are
 * part of neither: they do not step, do not travel and do not count in the clip norm.
 *
 * @param dense elements that every batch moves
 * @param rows slices of which a batch moves the rows it uses unless they are {@link #frozen}; as in
 *     {@code layout.byRow()}, or none where embeddings are updated densely
 */
record Parts(
        Layout layout, EmbeddingUpdates updates, int epoch, Ranges dense, List<Layout.Slice> rows) {

    /** Those of the first epoch. */
    static Parts of(Layout layout, EmbeddingUpdates updates) {
        return of(layout, updates, 0);
    }

    private static Parts of(Layout layout, EmbeddingUpdates updates, int epoch) {
        boolean densely = updates == EmbeddingUpdates.DENSE;
        var dense = Ranges.none();
        for (var slice : layout.slices()) {
            if (!slice.frozen(epoch) && (densely || !slice.byRow())) {
                dense.add(slice.offset(), slice.end());
            }
        }
        return new Parts(layout, updates, epoch, dense, densely ? List.of() : layout.byRow());
    }

    /**
     * Those of another epoch.
     *
     * @param epoch from 0
     */
    Parts at(int epoch) {
        boolean same =
                layout.slices().stream()
                        .allMatch(slice -> slice.frozen(epoch) == slice.frozen(this.epoch));
        return same ? this : of(layout, updates, epoch);
    }

    /** Whether {@code rows().get(slice)} does not move. */
    boolean frozen(int slice) {
        return rows.get(slice).frozen(epoch);
    }

    /** Makes {@code ranges} what the workspace's last batch moves. */
    void moved(Workspace workspace, Ranges ranges) {
        ranges.set(dense);
        for (int s = 0; s < rows.size(); s++) {
            if (!frozen(s)) {
                ranges.addRows(rows.get(s), workspace.used(s));
            }
        }
    }
}
