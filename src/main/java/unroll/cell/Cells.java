package unroll.cell;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import unroll.nn.Cell;

/** The cells by the name that a configuration gives them. */
public final class Cells {
    private static final Map<String, Supplier<Cell>> BY_NAME =
            new TreeMap<>(Map.of("lstm", Lstm::new));

    private Cells() {}

    /** Names in alphabetical order. */
    public static SortedSet<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    /** The cell of that name. */
    public static Cell of(String name) {
        var cell = BY_NAME.get(name);
        if (cell == null) {
            throw new IllegalArgumentException(
                    "no cell " + name + "; there are " + String.join(", ", names()));
        }
        return cell.get();
    }
}
