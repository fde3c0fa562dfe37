package unroll.encode.row;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import unroll.text.LabelText;

/** Labels as strings: one spelling for each class, whatever type its column has. */
public final class Labels {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+\\.0+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private Labels() {}

    /**
     * Returns a label as {@link LabelText} spells it, whole numbers without a fraction (1 and 1.0
     * are "1"); null if there is none.
     */
    public static String of(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? plain(new BigDecimal(value.toString())) : null;
        }
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        var text = LabelText.of(value.toString());
        if (text.isEmpty()) {
            return null;
        }
        return WHOLE.matcher(text).matches() ? text.substring(0, text.indexOf('.')) : text;
    }

    /**
     * Returns the labels of a column; null if there are none, empty if the target has no labels.
     */
    static List<String> of(RowTarget target, Object column) {
        return switch (target) {
            case LABEL -> {
                var label = of(column);
                yield label == null ? null : List.of(label);
            }
            case LABELS, TAGS, TAGS_AND_LABEL -> sequence(column);
            case LABEL_SET -> set(column);
            case TERMS -> terms(column);
            case NONE, WORDS, TREE, VALUES, PROBABILITIES -> List.of();
        };
    }

    /**
     * Returns labels in their order, each as {@link #of} spells it; null if the value is not a list
     * of labels or one is missing.
     *
     * @param value an array, possibly empty, or a text that is split at spaces
     */
    static List<String> sequence(Object value) {
        List<?> items;
        if (value instanceof List<?> array) {
            items = array;
        } else {
            var text = of(value);
            items = text == null ? null : Arrays.asList(SPACES.split(text));
        }
        if (items == null) {
            return null;
        }
        var labels = new ArrayList<String>();
        for (var item : items) {
            var label = of(item);
            if (label == null) {
                return null;
            }
            labels.add(label);
        }
        return labels;
    }

    /**
     * Returns the distinct labels, each as {@link #of} spells it, sorted by UTF-16 code units; null
     * if there is no value or an array lacks one. Blank ones are left out.
     *
     * @param value an array, or a text that is split at semicolons; either may be empty
     */
    static List<String> set(Object value) {
        if (value == null) {
            return null;
        }
        List<?> items =
                value instanceof List<?> array
                        ? array
                        : value instanceof String text
                                ? Arrays.asList(text.split(";"))
                                : List.of(value);
        if (items.stream().anyMatch(Objects::isNull)) {
            return null;
        }
        return items.stream().map(Labels::of).filter(Objects::nonNull).distinct().sorted().toList();
    }

    /**
     * Returns terms in their order; null if there are none.
     *
     * @param value an array, possibly empty, or a text that is split at semicolons
     */
    static List<String> terms(Object value) {
        if (value == null) {
            return null;
        }
        List<?> items =
                value instanceof List<?> array ? array : Arrays.asList(value.toString().split(";"));
        return items.stream()
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(term -> !term.isBlank())
                .toList();
    }

    private static String plain(BigDecimal number) {
        var shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return shortest.toPlainString();
    }

    /** Returns whether all labels are numbers. */
    public static boolean areNumbers(Collection<String> labels) {
        return labels.stream().allMatch(label -> NUMBER.matcher(label).matches());
    }

    /**
     * Returns the numbers that labels in an order stand for: their own if these rise, else 1, 2 and
     * so on.
     */
    public static List<Double> values(List<String> ordered) {
        var own = areNumbers(ordered) ? ordered.stream().map(Double::valueOf).toList() : null;
        boolean rising = own != null;
        for (int k = 1; rising && k < own.size(); k++) {
            rising = own.get(k) > own.get(k - 1);
        }
        return rising
                ? own
                : IntStream.rangeClosed(1, ordered.size()).mapToObj(k -> (double) k).toList();
    }

    /** Returns labels sorted by value if all are numbers, else by UTF-16 code units. */
    public static List<String> sorted(Collection<String> labels) {
        var sorted = new ArrayList<>(labels);
        if (areNumbers(sorted)) {
            sorted.sort(
                    Comparator.<String, BigDecimal>comparing(BigDecimal::new)
                            .thenComparing(Comparator.naturalOrder()));
        } else {
            sorted.sort(Comparator.naturalOrder());
        }
        return List.copyOf(sorted);
    }
}
