package unroll.conf.task;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;

/**
 * The time from one row of a series to the next.
 *
 * @param count of units; 0 if rows follow each other without a rule
 */
public record StepConf(int count, Unit unit) implements Serializable {
    public static final StepConf NONE = new StepConf(0, Unit.NUMBER);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})?\\s*([a-z]*)");
    private static final String EXPECTED =
            "a whole number, or one with a unit such as `1 month` or `15 minutes`";

    /** A number, or a number with a unit of time. */
    public static final Type<StepConf> TYPE =
            Types.of(
                    EXPECTED,
                    (value, standard) -> {
                        if (value.absent()) {
                            return standard;
                        }
                        var text = value.text("");
                        var step = text.isEmpty() ? NONE : of(text);
                        if (step == null) {
                            value.wrong(EXPECTED.replace("`", ""));
                            return standard;
                        }
                        return step;
                    },
                    StepConf::toString);

    /** What steps are counted in. */
    public enum Unit {
        /** Times that are numbers. */
        NUMBER,
        SECOND,
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        private String word() {
            return this == NUMBER ? "" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a step; null if the text is none. */
    private static StepConf of(String text) {
        var found = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return null;
        }
        int count = found.group(1) == null ? 1 : Integer.parseInt(found.group(1));
        var word = found.group(2).replaceFirst("s$", "");
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.word().equals(word) && count > 0)
                .map(unit -> new StepConf(count, unit))
                .findFirst()
                .orElse(null);
    }

    /** Returns whether rows follow each other by a rule. */
    public boolean regular() {
        return count > 0;
    }

    /** As the configuration gives it. */
    @Override
    public String toString() {
        if (!regular()) {
            return "";
        }
        return unit == Unit.NUMBER
                ? Integer.toString(count)
                : count + " " + unit.word() + (count == 1 ? "" : "s");
    }
}
