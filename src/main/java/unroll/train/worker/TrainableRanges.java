package unroll.train.worker;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.optim.Ranges;

/**
 * The parameters that training updates in an epoch: all elements of some slices, and the used rows
 * of others. Slices that are frozen in this epoch belong to neither: they are not updated, not sent
 * and not part of the clip norm.
 *
 * @param dense elements that every batch updates
 * @param rows slices of which a batch updates the rows it uses, unless they are frozen; as in
 *     {@code layout.byRow()}, or none if embeddings are updated densely
 * @param rowsFrozen for each of {@code rows} whether it is frozen
 */
public record TrainableRanges(
        Layout layout,
        Configuration conf,
        int epoch,
        Ranges dense,
        List<Layout.Slice> rows,
        List<Boolean> rowsFrozen) {

    /**
     * Returns the ranges of an epoch.
     *
     * @param epoch from 0
     */
    public static TrainableRanges of(Layout layout, Configuration conf, int epoch) {
        boolean densely = conf.training().embeddingUpdates() == EmbeddingUpdates.DENSE;
        var dense = Ranges.none();
        for (var slice : layout.slices()) {
            if ((densely || !slice.byRow()) && !conf.frozen(slice.name(), epoch)) {
                dense.add(slice.offset(), slice.end());
            }
        }
        List<Layout.Slice> rows = densely ? List.of() : layout.byRow();
        var frozen = rows.stream().map(slice -> conf.frozen(slice.name(), epoch)).toList();
        return new TrainableRanges(layout, conf, epoch, dense, rows, frozen);
    }

    /** The same of another epoch. */
    TrainableRanges at(int epoch) {
        boolean same =
                layout.slices().stream()
                        .map(Layout.Slice::name)
                        .allMatch(
                                name -> conf.frozen(name, epoch) == conf.frozen(name, this.epoch));
        return same ? this : of(layout, conf, epoch);
    }

    /** Returns whether {@code rows().get(slice)} is frozen. */
    public boolean frozen(int slice) {
        return rowsFrozen.get(slice);
    }

    /** Sets {@code ranges} to the elements that the workspace's last batch updates. */
    void updated(Workspace workspace, Ranges ranges) {
        ranges.set(dense);
        for (int s = 0; s < rows.size(); s++) {
            if (!frozen(s)) {
                ranges.addRows(rows.get(s), workspace.used(s));
            }
        }
    }
}
