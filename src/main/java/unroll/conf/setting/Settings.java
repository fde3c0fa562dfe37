package unroll.conf.setting;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import unroll.conf.setting.Field.Values;

/**
 * The keys of one kind of record. Its function builds the record from the values of all of its
 * fields; called with values from a file, from another record, or from nowhere, it reads, writes,
 * copies and lists them, always in the order in which it asks for them.
 */
public final class Settings<T> implements Keys<T> {
    /** Builds a record from the values of its fields. */
    @FunctionalInterface
    public interface Builder<T> {
        T build(Values<T> values);
    }

    private final Builder<T> builder;

    private Settings(Builder<T> builder) {
        this.builder = builder;
    }

    /**
     * @param builder must ask for every field, whatever the values are
     */
    public static <T> Settings<T> of(Builder<T> builder) {
        return new Settings<>(builder);
    }

    @Override
    public T read(Section section, Values<?> around, Optional<T> fallback) {
        return builder.build(new Read<>(section, around, fallback));
    }

    @Override
    public void write(T record, Map<String, Object> tree) {
        builder.build(
                new Values<>() {
                    @Override
                    public <V> V get(Field<T, V> field) {
                        field.write(record, tree);
                        return field.of(record);
                    }
                });
    }

    @Override
    public void list(String path, Consumer<Setting> table) {
        var defaults = new Read<T>(Section.empty(), none(), Optional.empty());
        builder.build(
                new Values<>() {
                    @Override
                    public <V> V get(Field<T, V> field) {
                        field.list(path, table);
                        return defaults.get(field);
                    }
                });
    }

    /** Returns a copy of a record with another value of a field. */
    public <W> T with(T record, Field<T, W> changed, W value) {
        return builder.build(
                new Values<>() {
                    @Override
                    @SuppressWarnings("unchecked") // the same field has values of the same type
                    public <V> V get(Field<T, V> field) {
                        return field == changed ? (V) value : field.of(record);
                    }
                });
    }

    /** Returns the record of the defaults; text that has none is empty. */
    public T standard() {
        return read(Section.empty(), none(), Optional.empty());
    }

    /** Nothing that was read before. */
    public static Values<?> none() {
        return new Values<Void>() {
            @Override
            public <V> V get(Field<Void, V> field) {
                throw new IllegalStateException("there is no field " + field.key());
            }
        };
    }

    /** Values from a section of the file, each read once. */
    private static final class Read<T> implements Values<T> {
        private final Section section;
        private final Values<?> around;
        private final Optional<T> fallback;
        private final IdentityHashMap<Field<T, ?>, Object> values = new IdentityHashMap<>();
        private final List<Object> order = new ArrayList<>();

        Read(Section section, Values<?> around, Optional<T> fallback) {
            this.section = section;
            this.around = around;
            this.fallback = fallback;
        }

        @Override
        @SuppressWarnings("unchecked") // a field is put with a value of its own type
        public <V> V get(Field<T, V> field) {
            if (!values.containsKey(field)) {
                var value = field.read(section, this);
                values.put(field, value);
                order.add(value);
            }
            return (V) values.get(field);
        }

        @Override
        public <S> Optional<S> before(Class<S> type) {
            return order.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .or(() -> around.before(type));
        }

        @Override
        public Optional<T> fallback() {
            return fallback;
        }
    }
}
