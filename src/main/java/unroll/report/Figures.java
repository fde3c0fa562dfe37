package unroll.report;

import java.time.Duration;
import java.util.Locale;

/** Formats numbers for people, the same in every locale. */
public final class Figures {
    private Figures() {}

    /**
     * Formats a duration, such as {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 05
     * min}, {@code 3 d 04 h}.
     */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        long tenths = Math.round(millis / 100.0);
        if (tenths < 100) {
            return format("%d.%d s", tenths / 10, tenths % 10);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return format("%d min %02d s", seconds / 60, seconds % 60);
        }
        long minutes = seconds / 60;
        return minutes < 24 * 60
                ? format("%d h %02d min", minutes / 60, minutes % 60)
                : format("%d d %02d h", minutes / (24 * 60), minutes / 60 % 24);
    }

    /** Formats an integer with thousands separators, such as {@code 151,000}. */
    public static String count(long number) {
        return format("%,d", number);
    }

    /** Formats a loss with four decimals. */
    public static String loss(double loss) {
        return format("%.4f", loss);
    }

    static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
