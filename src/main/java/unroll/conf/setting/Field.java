package unroll.conf.setting;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A component of the record T and its place in the file.
 *
 * @param <V> type of the component
 */
public interface Field<T, V> {

    /** The key within the section; empty for components whose own keys stand in the section. */
    String key();

    /** Returns the component. */
    V of(T record);

    /** Reads the component from the section that the record is read from. */
    V read(Section section, Values<T> values);

    /** Puts the component into the map that the record is written to. */
    void write(T record, Map<String, Object> tree);

    /**
     * Lists the settings that the component is read from.
     *
     * @param path of the section
     */
    void list(String path, Consumer<Setting> table);

    /**
     * The values of a record's fields while the record is built: read from a file, or taken from
     * another record.
     */
    interface Values<T> {

        <V> V get(Field<T, V> field);

        /**
         * Returns the first record of a type that was read before, in this section or around it.
         */
        default <S> Optional<S> before(Class<S> type) {
            return Optional.empty();
        }

        /**
         * Returns the record that gives the defaults, for sections that may leave out what is
         * equal.
         */
        default Optional<T> fallback() {
            return Optional.empty();
        }
    }

    /** A condition on a value that was read. */
    @FunctionalInterface
    interface Check<T, V> {
        void check(Section section, V value, Values<T> values);
    }

    /** Returns the same field with a condition. */
    default Field<T, V> checked(Check<T, V> check) {
        var field = this;
        return new Delegate<>(field) {
            @Override
            public V read(Section section, Values<T> values) {
                var value = field.read(section, values);
                check.check(section, value, values);
                return value;
            }
        };
    }

    /** Returns the same field, which is written for some records only. */
    default Field<T, V> writtenIf(Predicate<T> condition) {
        var field = this;
        return new Delegate<>(field) {
            @Override
            public void write(T record, Map<String, Object> tree) {
                if (condition.test(record)) {
                    field.write(record, tree);
                }
            }
        };
    }

    /** A field that differs from another in one method. */
    abstract class Delegate<T, V> implements Field<T, V> {
        private final Field<T, V> field;

        Delegate(Field<T, V> field) {
            this.field = field;
        }

        @Override
        public String key() {
            return field.key();
        }

        @Override
        public V of(T record) {
            return field.of(record);
        }

        @Override
        public V read(Section section, Values<T> values) {
            return field.read(section, values);
        }

        @Override
        public void write(T record, Map<String, Object> tree) {
            field.write(record, tree);
        }

        @Override
        public void list(String path, Consumer<Setting> table) {
            field.list(path, table);
        }
    }
}
