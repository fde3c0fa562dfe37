package unroll.encode.series;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import unroll.conf.task.StepConf;
import unroll.conf.task.StepConf.Unit;

/**
 * Times of a series as whole numbers: numbers as they are, dates and timestamps as microseconds
 * since 1970 in UTC.
 */
public final class SeriesTimes {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d{2}(:?\\d{2})?)");
    private static final long DAY_MICROS = 86_400_000_000L;

    private SeriesTimes() {}

    /** Returns a time as a whole number; null if it is none that can be read. */
    public static Long of(Object time) {
        try {
            return read(time);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static Long read(Object time) {
        if (time instanceof String text) {
            return ofText(text.strip());
        }
        if (time instanceof Number number) {
            return new BigDecimal(number.toString()).longValueExact();
        }
        if (time instanceof java.sql.Date day) {
            return micros(day.toLocalDate());
        }
        if (time instanceof LocalDate day) {
            return micros(day);
        }
        if (time instanceof Timestamp stamp) {
            return micros(stamp.toInstant());
        }
        if (time instanceof Instant instant) {
            return micros(instant);
        }
        return time instanceof LocalDateTime local ? micros(local.toInstant(ZoneOffset.UTC)) : null;
    }

    private static Long ofText(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (MONTH.matcher(text).matches()) {
            return micros(YearMonth.parse(text).atDay(1));
        }
        if (DAY.matcher(text).matches()) {
            return micros(LocalDate.parse(text));
        }
        var iso = text.replace(' ', 'T');
        if (iso.indexOf('T') != 10) {
            return null;
        }
        return micros(
                ZONED.matcher(iso.substring(10)).matches()
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    }

    private static long micros(LocalDate day) {
        return Math.multiplyExact(day.toEpochDay(), DAY_MICROS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static LocalDateTime local(long micros) {
        return LocalDateTime.ofInstant(
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** Returns whether times are written as numbers, which have no units. */
    static boolean isNumber(Object time) {
        return time instanceof Number
                || (time instanceof String text && WHOLE.matcher(text.strip()).matches());
    }

    /** Returns the number of steps from one time to a later one; 0 if it is not a whole number. */
    static long steps(long before, long after, StepConf every) {
        long passed = passed(before, after, every.unit());
        return passed % every.count() == 0 ? passed / every.count() : 0;
    }

    private static long passed(long before, long after, Unit unit) {
        int months = months(unit);
        if (months > 0) {
            long between = month(after) - month(before);
            return between % months == 0 ? between / months : 0;
        }
        long size = size(unit);
        return (after - before) % size == 0 ? (after - before) / size : 0;
    }

    private static long month(long micros) {
        var time = local(micros);
        return 12L * time.getYear() + time.getMonthValue();
    }

    private static int months(Unit unit) {
        return switch (unit) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case YEAR -> 12;
            default -> 0;
        };
    }

    private static long size(Unit unit) {
        return switch (unit) {
            case SECOND -> 1_000_000L;
            case MINUTE -> 60_000_000L;
            case HOUR -> 3_600_000_000L;
            case DAY -> DAY_MICROS;
            case WEEK -> 7 * DAY_MICROS;
            default -> 1;
        };
    }

    /** Returns the time some steps after another; the end of a month stays one. */
    static long after(long time, int steps, StepConf every) {
        long count = (long) every.count() * steps;
        int months = months(every.unit());
        if (months == 0) {
            return time + count * size(every.unit());
        }
        var from = local(time);
        var day = from.toLocalDate();
        var to = day.plusMonths(count * months);
        boolean last = day.getDayOfMonth() == day.lengthOfMonth() && day.getDayOfMonth() > 27;
        to = last ? to.withDayOfMonth(to.lengthOfMonth()) : to;
        return micros(to.atTime(from.toLocalTime()).toInstant(ZoneOffset.UTC));
    }

    /**
     * Returns a time in the form of another one.
     *
     * @param like as the table writes it
     */
    static Object in(Object like, long time) {
        if (like instanceof String text) {
            return text(text.strip(), time);
        }
        if (like instanceof java.sql.Date) {
            return java.sql.Date.valueOf(local(time).toLocalDate());
        }
        if (like instanceof LocalDate) {
            return local(time).toLocalDate();
        }
        if (like instanceof Timestamp) {
            return Timestamp.from(Instant.EPOCH.plus(time, ChronoUnit.MICROS));
        }
        if (like instanceof Instant) {
            return Instant.EPOCH.plus(time, ChronoUnit.MICROS);
        }
        return like instanceof LocalDateTime ? local(time) : number(like, time);
    }

    private static Object number(Object like, long time) {
        if (like instanceof Integer) {
            return (int) time;
        }
        if (like instanceof Short) {
            return (short) time;
        }
        if (like instanceof Byte) {
            return (byte) time;
        }
        if (like instanceof Float) {
            return (float) time;
        }
        if (like instanceof Double) {
            return (double) time;
        }
        return like instanceof BigDecimal ? BigDecimal.valueOf(time) : (Object) time;
    }

    private static String text(String like, long time) {
        if (WHOLE.matcher(like).matches()) {
            return Long.toString(time);
        }
        var local = local(time);
        if (MONTH.matcher(like).matches()) {
            return YearMonth.from(local).toString();
        }
        if (DAY.matcher(like).matches()) {
            return local.toLocalDate().toString();
        }
        boolean whole = local.getSecond() == 0 && local.getNano() == 0;
        var iso = local + (whole && seconds(like) ? ":00" : "");
        var zone = ZONED.matcher(like.substring(10)).matches() ? "Z" : "";
        return (like.charAt(10) == ' ' ? iso.replace('T', ' ') : iso) + zone;
    }

    private static boolean seconds(String like) {
        return like.length() > 16 && like.charAt(16) == ':';
    }
}
