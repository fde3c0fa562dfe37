package unroll.conf.setting;

import unroll.conf.setting.Field.Values;

/** How the value of a setting is read, written and described. */
public interface Type<V> {

    /** The type and range, as messages and the table of settings name them. */
    String expected();

    /**
     * Reads what the user gave, and notes it as a mistake if it is of another type.
     *
     * @param standard the default, which also stands in for a wrong value; null if the setting is
     *     required
     * @param values what was read before
     */
    V read(Value value, V standard, Values<?> values);

    /** Returns text, a long, a double, a boolean, or a list or map of those. */
    Object write(V value);

    /** Returns a value as YAML, for the table of settings. */
    default String show(V value) {
        return write(value).toString();
    }
}
