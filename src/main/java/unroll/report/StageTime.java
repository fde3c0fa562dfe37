package unroll.report;

import java.time.Duration;
import java.util.function.LongSupplier;
import unroll.message.Printable;
import unroll.message.Secrets;

/** A stage that runs, and since when. */
record StageTime(String what, String where, long began) {
    static StageTime begin(String what, String where, LongSupplier nanos) {
        return new StageTime(what, Printable.whole(Secrets.cut(where)), nanos.getAsLong());
    }

    /** What is done where. */
    String title() {
        return where.isEmpty() ? what : what + " (" + where + ")";
    }

    String elapsed(LongSupplier nanos) {
        return Figures.duration(Duration.ofNanos(nanos.getAsLong() - began));
    }

    /** The line that stays. */
    String summary(LongSupplier nanos) {
        return what + ": " + elapsed(nanos);
    }
}
