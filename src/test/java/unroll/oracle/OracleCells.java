package unroll.oracle;

import java.util.Map;

/**
 * The equations of the engine's cells by their names, each with the gates in the order in which the
 * engine stores them.
 */
public final class OracleCells {
    private static final Map<String, OracleCell> BY_NAME =
            Map.of("lstm", new OracleLstm(new Gates("ifog")));

    private OracleCells() {}

    /**
     * @throws AssertionError when there are no equations for a cell of that name
     */
    public static OracleCell of(String name) {
        var cell = BY_NAME.get(name);
        if (cell == null) {
            throw new AssertionError("the cell " + name + " has no equations in the oracle");
        }
        return cell;
    }
}
