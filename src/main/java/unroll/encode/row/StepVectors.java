package unroll.encode.row;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import unroll.text.Limit;

/**
 * The numbers of a record's sequence (a list of numbers, of lists, or of arrays) or target (a
 * number, a list of numbers, an array). A boolean counts as one or zero, a date or a timestamp as
 * its seconds since 1970 in UTC. Numbers are doubles: longs and decimals with more digits are
 * rounded to the nearest double.
 *
 * @param numbers [steps, width]
 * @param wrong why the numbers cannot be used; null if they can
 */
public record StepVectors(double[] numbers, int width, Reason wrong) {
    private static StepVectors bad(Reason reason) {
        return new StepVectors(new double[0], 0, reason);
    }

    /** Reads a sequence of at least one step. */
    static StepVectors sequence(Object column) {
        if (!(column instanceof List<?> steps) || steps.isEmpty()) {
            return bad(Reason.NO_SEQUENCE);
        }
        return of(steps);
    }

    /** Reads a target. */
    static StepVectors target(Object column) {
        return column == null ? bad(Reason.NO_TARGET) : of(List.of(column));
    }

    private static StepVectors of(List<?> rows) {
        int width = width(rows.get(0));
        var numbers = new double[Math.multiplyExact(rows.size(), width)];
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (row == null) {
                return bad(Reason.NOT_FINITE);
            }
            if (width == 0 || width(row) != width) {
                return bad(Reason.UNEVEN_STEPS);
            }
            if (!copy(row, numbers, i * width)) {
                return bad(Reason.NOT_FINITE);
            }
        }
        return new StepVectors(numbers, width, null);
    }

    private static int width(Object row) {
        if (row instanceof double[] vector) {
            return vector.length;
        }
        return row instanceof List<?> numbers ? numbers.size() : 1;
    }

    /** Copies a row; returns false if a number is missing or not finite. */
    private static boolean copy(Object row, double[] to, int at) {
        if (row instanceof double[] vector) {
            System.arraycopy(vector, 0, to, at, vector.length);
        } else if (row instanceof List<?> numbers) {
            int k = at;
            for (var number : numbers) {
                to[k++] = number(number);
            }
        } else {
            to[at] = number(row);
        }
        for (int k = at; k < at + width(row); k++) {
            if (!Double.isFinite(to[k])) {
                return false;
            }
        }
        return true;
    }

    /** Returns a value as a number; NaN if it is not one. */
    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean yes) {
            return yes ? 1 : 0;
        }
        if (value instanceof Instant time) {
            return time.getEpochSecond() + time.getNano() / 1e9;
        }
        if (value instanceof LocalDateTime time) {
            return number(time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof LocalDate day) {
            return number(day.atStartOfDay());
        }
        if (value instanceof java.sql.Timestamp time) {
            return number(time.toInstant());
        }
        return value instanceof java.sql.Date day ? number(day.toLocalDate()) : Double.NaN;
    }

    /** Returns the steps that are read. */
    StepVectors cut(Limit limit) {
        return new StepVectors(limit.of(numbers, width), width, wrong);
    }

    int steps() {
        return width == 0 ? 0 : numbers.length / width;
    }
}
