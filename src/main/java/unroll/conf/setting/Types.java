package unroll.conf.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import unroll.conf.setting.Field.Values;

/** The types that settings have. */
public final class Types {
    private Types() {}

    private record Simple<V>(String expected, Reader<V> reader, Function<V, Object> writer)
            implements Type<V> {
        @Override
        public V read(Value value, V standard, Values<?> values) {
            return reader.read(value, standard);
        }

        @Override
        public Object write(V value) {
            return writer.apply(value);
        }

        @Override
        public String show(V value) {
            return Types.show(write(value));
        }
    }

    private static String show(Object written) {
        if (written instanceof List<?> list) {
            return list.stream().map(Types::show).collect(Collectors.joining(", ", "[", "]"));
        }
        if (written instanceof Double number) {
            return Range.show(number);
        }
        return written.equals("") ? "''" : written.toString();
    }

    /** Reads a value of a type. */
    @FunctionalInterface
    public interface Reader<V> {
        V read(Value value, V standard);
    }

    /**
     * A type of its own.
     *
     * @param expected as messages and the table name it
     */
    public static <V> Type<V> of(String expected, Reader<V> reader, Function<V, Object> writer) {
        return new Simple<>(expected, reader, writer);
    }

    public static Type<String> text() {
        return of("text", Value::text, text -> text);
    }

    public static Type<Boolean> flag() {
        return of("true or false", Value::flag, flag -> flag);
    }

    public static Type<Double> number(Range range) {
        return of(range.of("a number"), (value, x) -> value.number(range, x), x -> x);
    }

    /** A 32-bit integer. */
    public static Type<Integer> integer(Range range) {
        return integer(range.of("an integer"), range);
    }

    /**
     * A 32-bit integer.
     *
     * @param expected as the table of settings names it; messages name the range
     */
    public static Type<Integer> integer(String expected, Range range) {
        return of(
                expected,
                (value, standard) -> {
                    long x = value.integer(range, standard);
                    if (x > Integer.MAX_VALUE) {
                        value.wrong(range.withHigh(Integer.MAX_VALUE).of("an integer"));
                        return standard;
                    }
                    return (int) x;
                },
                x -> (long) x);
    }

    /** A 64-bit integer. */
    public static Type<Long> whole() {
        return of("an integer", (value, x) -> value.integer(Range.any(), x), x -> x);
    }

    /** One of an enum's constants, written as {@link Value#word(Enum)}. */
    public static <E extends Enum<E>> Type<E> choice(Class<E> type) {
        var words = Arrays.stream(type.getEnumConstants()).map(Value::word).toList();
        return of(
                Value.oneOf(words),
                (value, standard) -> {
                    var word = value.word(words, Value.word(standard));
                    return type.getEnumConstants()[words.indexOf(word)];
                },
                Value::word);
    }

    /**
     * A 32-bit integer, or a word that stands for one outside the range.
     *
     * @param words by the number that each stands for; messages name them in the order of the
     *     numbers
     */
    public static Type<Integer> integerOr(Map<Integer, String> words, Range range) {
        var wordsOr = String.join(", ", new TreeMap<>(words).values()) + ", or ";
        var expected = wordsOr + range.of("an integer");
        boolean taken =
                words.containsKey(Integer.MAX_VALUE); // by a word, not to be given as a number
        var fitting = range.withHigh(Math.min(range.high(), Integer.MAX_VALUE - (taken ? 1 : 0)));
        return of(
                expected,
                (value, standard) -> {
                    for (var word : words.entrySet()) {
                        if (value.is(word.getValue())) {
                            return word.getKey();
                        }
                    }
                    if (!value.absent() && !value.integral()) {
                        value.wrong(expected);
                        return standard;
                    }
                    long x = value.integer(Range.any(), standard);
                    if (!value.absent() && !fitting.contains((double) x)) {
                        value.wrong(wordsOr + fitting.of("an integer"));
                        return standard;
                    }
                    return (int) x;
                },
                x -> words.containsKey(x) ? words.get(x) : (Object) (long) x);
    }

    /** Numbers in a list, at least one. */
    public static Type<List<Double>> numbers(Range range) {
        var expected = range.of("numbers");
        return of(
                expected,
                (value, standard) -> {
                    var numbers = value.list().stream().map(x -> x.number(range, 1)).toList();
                    if (numbers.isEmpty() && !value.absent()) {
                        value.wrong(expected);
                    }
                    return numbers.isEmpty() ? standard : numbers;
                },
                List::copyOf);
    }

    /** 32-bit integers in a list, at least one, each larger than the one before. */
    public static Type<List<Integer>> rising(Range range) {
        var expected = range.of("integers") + ", rising";
        return of(
                expected,
                (value, standard) -> {
                    var numbers = new ArrayList<Integer>();
                    for (var element : value.list()) {
                        numbers.add((int) element.integer(range, numbers.size() + 1L));
                    }
                    boolean rising = !numbers.isEmpty();
                    for (int i = 1; i < numbers.size(); i++) {
                        rising &= numbers.get(i) > numbers.get(i - 1);
                    }
                    if (!rising && !value.absent()) {
                        value.wrong(expected);
                    }
                    return rising ? List.copyOf(numbers) : standard;
                },
                numbers -> numbers.stream().map(number -> (Object) (long) number).toList());
    }

    /** A text or a list of texts; what is empty is none, and one is written as a text. */
    public static Type<List<String>> textOrList() {
        return textOrList(texts -> texts.size() > 1 ? texts : String.join("", texts));
    }

    /**
     * A text or a list of texts; what is empty is none.
     *
     * @param written the texts as they are written
     */
    public static Type<List<String>> textOrList(Function<List<String>, Object> written) {
        return of(
                "text, or a list of texts",
                (value, standard) -> value.absent() ? standard : listed(value),
                written);
    }

    private static List<String> listed(Value value) {
        var texts =
                value.isList()
                        ? value.list().stream().map(text -> text.text(null)).toList()
                        : List.of(value.text(""));
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    /** Scalars under keys of the user's own, as text. */
    public static Type<Map<String, String>> texts() {
        return of(
                "a map",
                (value, standard) -> {
                    if (value.absent()) {
                        return standard;
                    }
                    var texts = new LinkedHashMap<String, String>();
                    try (var section = new Section(value)) {
                        for (var name : section.keys()) {
                            texts.put(name, section.value(name).text(""));
                        }
                    }
                    return texts;
                },
                LinkedHashMap::new);
    }
}
