package unroll.conf.setting;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import unroll.conf.setting.Field.Values;

/** The keys of a section, which a record is read from and written to. */
public interface Keys<T> {

    /**
     * Reads a record from a section that may hold keys of other records too.
     *
     * @param around what was read before, outside the section
     * @param fallback the record that gives the defaults
     */
    T read(Section section, Values<?> around, Optional<T> fallback);

    /** Writes a record into a map, in the order of the keys. */
    void write(T record, Map<String, Object> tree);

    /**
     * Lists the settings.
     *
     * @param path of the section
     */
    void list(String path, Consumer<Setting> table);
}
