package unroll.train;

import java.util.Iterator;
import java.util.List;
import unroll.train.worker.Part;
import unroll.train.worker.ShardResult;
import unroll.train.worker.Update;
import unroll.train.worker.Worker;

/**
 * The parts of a shard's update, each copied when it is asked for, so that the whole update is
 * never held beside the worker. Closed after the last part at the latest.
 */
public final class PartUpdates implements Iterator<Update>, AutoCloseable {
    private final Worker worker;
    private final ShardResult result;
    private final List<Part> parts;
    private int next;
    private boolean closed;

    PartUpdates(Worker worker, ShardResult result, List<Part> parts) {
        this.worker = worker;
        this.result = result;
        this.parts = parts;
    }

    @Override
    public boolean hasNext() {
        return next < parts.size();
    }

    @Override
    public Update next() {
        var update = result.of(parts.get(next++));
        if (!hasNext()) {
            close();
        }
        return update;
    }

    /** Returns the worker's memory, once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            worker.close();
        }
    }
}
