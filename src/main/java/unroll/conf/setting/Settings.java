package unroll.conf.setting;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import unroll.conf.setting.Field.Values;

/**
 * The keys of one kind of record. Its function builds the record from the values of all of its
 * fields; called with values from a file, from another record, or from nowhere, it reads, writes,
 * copies and lists them, always in the order in which it asks for them.
 */
public final class Settings<T> implements Keys<T> {
    private final Function<Values<T>, T> build;

    private Settings(Function<Values<T>, T> build) {
        this.build = build;
    }

    /**
     * @param build must ask for every field, whatever the values are
     */
    public static <T> Settings<T> of(Function<Values<T>, T> build) {
        return new Settings<>(build);
    }

    @Override
    public T read(Section section, Values<?> around, Optional<T> fallback) {
        return build.apply(new Read<>(section, around, fallback));
    }

    @Override
    public void write(T record, Map<String, Object> tree) {
        // The fields are visited; the record that comes of it is of no use.
        var unused =
                build.apply(
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
        // The fields are visited; the record that comes of it is of no use.
        var unused =
                build.apply(
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
        return build.apply(
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
