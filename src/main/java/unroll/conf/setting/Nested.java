package unroll.conf.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import unroll.conf.setting.Field.Values;

/** Fields that are records themselves. */
public final class Nested {
    private Nested() {}

    /** A field in a section of its own; without one it has the defaults. */
    public static <T, S> Field<T, S> section(String key, Keys<S> keys, Function<T, S> component) {
        return new InSection<>(key, keys, component);
    }

    /**
     * A field in a section of its own.
     *
     * @param absent gives the field if the section is missing
     */
    public static <T, S> Field<T, S> sectionOr(
            String key, Keys<S> keys, Function<T, S> component, Function<Values<T>, S> absent) {
        return new InSection<>(key, keys, component) {
            @Override
            public S read(Section section, Values<T> values) {
                return section.value(key).absent()
                        ? absent.apply(values)
                        : super.read(section, values);
            }
        };
    }

    /**
     * A field in a section of its own that may be missing, and is null then.
     *
     * @param fallback gives the defaults of a section that is there
     */
    public static <T, S> Field<T, S> optional(
            String key, Keys<S> keys, Function<T, S> component, Function<Values<T>, S> fallback) {
        var field =
                new InSection<>(key, keys, component) {
                    @Override
                    public S read(Section section, Values<T> values) {
                        var value = section.value(key);
                        return value.absent()
                                ? null
                                : Nested.read(
                                        keys, value, values, Optional.of(fallback.apply(values)));
                    }
                };
        return field.writtenIf(record -> component.apply(record) != null);
    }

    /** A field whose keys stand in the record's own section. */
    public static <T, S> Field<T, S> inline(Keys<S> keys, Function<T, S> component) {
        return new InSection<>("", keys, component) {
            @Override
            public S read(Section section, Values<T> values) {
                return keys.read(section, values, Optional.empty());
            }

            @Override
            public void write(T record, Map<String, Object> tree) {
                keys.write(of(record), tree);
            }

            @Override
            public void list(String path, Consumer<Setting> table) {
                keys.list(path, table);
            }
        };
    }

    /**
     * A field that is a list, each element with a section of its own.
     *
     * @param standard in place of a list that is missing or empty
     */
    public static <T, S> Field<T, List<S>> list(
            String key,
            Keys<S> keys,
            Function<T, List<S>> component,
            Function<Values<T>, List<S>> standard) {
        return new Field<>() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public List<S> of(T record) {
                return component.apply(record);
            }

            @Override
            public List<S> read(Section section, Values<T> values) {
                var records =
                        section.value(key).list().stream()
                                .map(value -> Nested.read(keys, value, values, Optional.empty()))
                                .toList();
                return records.isEmpty() ? standard.apply(values) : records;
            }

            @Override
            public void write(T record, Map<String, Object> tree) {
                tree.put(key, of(record).stream().map(s -> Nested.write(keys, s)).toList());
            }

            @Override
            public void list(String path, Consumer<Setting> table) {
                keys.list(Section.at(path, key) + "[]", table);
            }
        };
    }

    /** Reads a record from a value that must be a map. */
    public static <S> S read(Keys<S> keys, Value value, Values<?> values, Optional<S> fallback) {
        try (var section = new Section(value)) {
            return keys.read(section, values, fallback);
        }
    }

    /** Returns a record as a map. */
    public static <S> Map<String, Object> write(Keys<S> keys, S record) {
        var tree = new LinkedHashMap<String, Object>();
        keys.write(record, tree);
        return tree;
    }

    private static class InSection<T, S> implements Field<T, S> {
        private final String key;
        private final Keys<S> keys;
        private final Function<T, S> component;

        InSection(String key, Keys<S> keys, Function<T, S> component) {
            this.key = key;
            this.keys = keys;
            this.component = component;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public S of(T record) {
            return component.apply(record);
        }

        @Override
        public S read(Section section, Values<T> values) {
            return Nested.read(keys, section.value(key), values, Optional.empty());
        }

        @Override
        public void write(T record, Map<String, Object> tree) {
            tree.put(key, Nested.write(keys, of(record)));
        }

        @Override
        public void list(String path, Consumer<Setting> table) {
            keys.list(Section.at(path, key), table);
        }
    }
}
