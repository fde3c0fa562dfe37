package unroll.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The numbers of a column: of a sequence (an array of numbers, of arrays, or of Spark ML vectors),
 * or of a target (a number, an array of numbers, a Spark ML vector). A yes or no counts as a
 * number: one or zero.
 *
 * @param numbers [steps, width]
 * @param wrong null where they are as they should be
 */
record StepVectors(float[] numbers, int width, Reason wrong) {
    private static StepVectors bad(Reason reason) {
        return new StepVectors(new float[0], 0, reason);
    }

    /** A sequence, one step or more. */
    static StepVectors sequence(Object column) {
        if (!(column instanceof Iterable<?> steps) || steps.isEmpty()) {
            return bad(Reason.NO_SEQUENCE);
        }
        return of(rows(steps));
    }

    /** A target. */
    static StepVectors target(Object column) {
        return column == null ? bad(Reason.NO_TARGET) : of(List.of(column));
    }

    /** The elements of a column's array. */
    static List<Object> rows(Iterable<?> steps) {
        return new ArrayList<>(CollectionConverters.asJava(steps.toSeq()));
    }

    private static StepVectors of(List<Object> rows) {
        int width = width(rows.get(0));
        var numbers = new float[Math.multiplyExact(rows.size(), width)];
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
        if (row instanceof Vector vector) {
            return vector.size();
        }
        return row instanceof Iterable<?> numbers ? numbers.size() : 1;
    }

    /** Copies a row; false where a number is missing or not finite. */
    private static boolean copy(Object row, float[] to, int at) {
        if (row instanceof Vector vector) {
            for (int k = 0; k < vector.size(); k++) {
                to[at + k] = (float) vector.apply(k);
            }
        } else if (row instanceof Iterable<?> numbers) {
            int k = at;
            for (var it = numbers.iterator(); it.hasNext(); k++) {
                to[k] = number(it.next());
            }
        } else {
            to[at] = number(row);
        }
        for (int k = at; k < at + width(row); k++) {
            if (!Float.isFinite(to[k])) {
                return false;
            }
        }
        return true;
    }

    private static float number(Object value) {
        if (value instanceof Boolean yes) {
            return yes ? 1 : 0;
        }
        return value instanceof Number number ? number.floatValue() : Float.NaN;
    }

    int steps() {
        return width == 0 ? 0 : numbers.length / width;
    }
}
