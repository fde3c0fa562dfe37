package unroll.train.worker;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.optim.Ranges;

/**
 * What every batch of an epoch moves, and of what a batch moves some rows only. Slices that are
 * frozen in this epoch are part of neither: they do not step, do not travel and do not count in the
 * clip norm.
 *
 * @param dense elements that every batch moves
 * @param rows slices of which a batch moves the rows it uses unless they are frozen; as in {@code
 *     layout.byRow()}, or none where embeddings are updated densely
 * @param rowsFrozen for each of {@code rows} whether it does not move
 */
public record TrainableRanges(
        Layout layout,
        Configuration conf,
        int epoch,
        Ranges dense,
        List<Layout.Slice> rows,
        List<Boolean> rowsFrozen) {

    /** Those of the first epoch. */
    public static TrainableRanges of(Layout layout, Configuration conf) {
        return of(layout, conf, 0);
    }

    private static TrainableRanges of(Layout layout, Configuration conf, int epoch) {
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

    /**
     * Those of another epoch.
     *
     * @param epoch from 0
     */
    TrainableRanges at(int epoch) {
        boolean same =
                layout.slices().stream()
                        .map(Layout.Slice::name)
                        .allMatch(
                                name -> conf.frozen(name, epoch) == conf.frozen(name, this.epoch));
        return same ? this : of(layout, conf, epoch);
    }

    /** Whether {@code rows().get(slice)} does not move. */
    boolean frozen(int slice) {
        return rowsFrozen.get(slice);
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
