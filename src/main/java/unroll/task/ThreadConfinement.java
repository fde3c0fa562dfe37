package unroll.task;

import java.util.concurrent.atomic.AtomicReference;

/** Keeps an object that holds buffers to the first thread that uses it. */
public final class ThreadConfinement {
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final String what;

    /**
     * @param what the object is, for the message
     */
    public ThreadConfinement(String what) {
        this.what = what;
    }

    /**
     * @throws IllegalStateException in any thread but the first
     */
    public void check() {
        var thread = Thread.currentThread();
        if (owner.get() != thread && !owner.compareAndSet(null, thread)) {
            throw new IllegalStateException(
                    "this %s belongs to the thread %s, and was used in %s: each thread needs a %s of its own"
                            .formatted(what, owner.get().getName(), thread.getName(), what));
        }
    }
}
