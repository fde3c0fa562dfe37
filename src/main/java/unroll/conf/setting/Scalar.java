package unroll.conf.setting;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import unroll.conf.setting.Field.Values;

/** A field with one value under one key. */
public record Scalar<T, V>(
        String key, Type<V> type, Function<T, V> component, Default<T, V> standard, String meaning)
        implements Field<T, V> {

    /**
     * A default.
     *
     * @param shown in the table of settings
     * @param value from what was read before; null if the setting is required
     */
    public record Default<T, V>(String shown, Function<Values<T>, V> value) {}

    /** A field whose default is a constant. */
    public static <T, V> Scalar<T, V> of(
            String key, Type<V> type, Function<T, V> component, V standard) {
        return of(key, type, component, type.show(standard), values -> standard);
    }

    /**
     * A field whose default depends on what was read before, or is shown in other words.
     *
     * @param shown the default in the table of settings
     */
    public static <T, V> Scalar<T, V> of(
            String key,
            Type<V> type,
            Function<T, V> component,
            String shown,
            Function<Values<T>, V> standard) {
        return new Scalar<>(key, type, component, new Default<>(shown, standard), "");
    }

    /** Text without a default. */
    public static <T> Scalar<T, String> required(String key, Function<T, String> component) {
        return of(key, Types.text(), component, "required", values -> null);
    }

    /** Returns the same field with its meaning, for the table of settings. */
    public Scalar<T, V> means(String text) {
        return new Scalar<>(key, type, component, standard, text);
    }

    @Override
    public V of(T record) {
        return component.apply(record);
    }

    @Override
    public V read(Section section, Values<T> values) {
        return type.read(section.value(key), standard.value().apply(values), values);
    }

    @Override
    public void write(T record, Map<String, Object> tree) {
        tree.put(key, type.write(of(record)));
    }

    @Override
    public void list(String path, Consumer<Setting> table) {
        table.accept(
                new Setting(Section.at(path, key), type.expected(), standard.shown(), meaning));
    }
}
