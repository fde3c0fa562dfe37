package unroll.report;

import java.time.Duration;
import java.util.function.LongSupplier;
import unroll.message.Printable;
import unroll.message.Secrets;

/** A running stage and its start. */
record StageTime(String what, String where, long began) {
    static StageTime begin(String what, String where, LongSupplier nanos) {
        return new StageTime(what, Printable.whole(Secrets.redact(where)), nanos.getAsLong());
    }

    /** Returns a description of the work and its data. */
    String title() {
        return where.isEmpty() ? what : what + " (" + where + ")";
    }

    String elapsed(LongSupplier nanos) {
        return Figures.duration(Duration.ofNanos(nanos.getAsLong() - began));
    }

    /** Returns the line that remains after the stage. */
    String summary(LongSupplier nanos) {
        return what + ": " + elapsed(nanos);
    }
}
