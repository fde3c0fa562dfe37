package unroll.task;

import java.io.Serializable;

/** A column that scoring adds to rows. */
public record Column(String name, Type type) implements Serializable {
    /** The type of a column's values. */
    public sealed interface Type extends Serializable {}

    /** Types of a single value: a {@code String}, an {@code Integer} and so on. */
    public enum Single implements Type {
        TEXT,
        INT,
        FLOAT,
        DOUBLE
    }

    /** The type of a {@code List}, whose items are never null. */
    public record ListOf(Type items) implements Type {}

    /** The type of a {@code Map} from texts, whose values are never null. */
    public record MapOf(Type values) implements Type {}
}
