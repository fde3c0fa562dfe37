package unroll.math;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** What the current thread allocates on the heap. */
public final class Allocations {
    // Looked up once: a look-up allocates too.
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Returns the bytes that this thread has allocated since it started. */
    public static long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Returns the fewest bytes that one of some passes allocates. What others allocate beyond that
     * depends on when the JIT compiler gets to its work.
     *
     * @param pass takes the number of the pass, from 0
     */
    public static long least(int passes, IntConsumer pass) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < passes; i++) {
            long before = bytes();
            pass.accept(i);
            least = Math.min(least, bytes() - before);
        }
        return least;
    }
}
