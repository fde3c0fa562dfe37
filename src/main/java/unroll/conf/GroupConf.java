package unroll.conf;

import java.io.Serializable;

/**
 * Parameters that move at a rate of their own.
 *
 * @param parameters glob on the names that {@code inspect} prints, {@code *} standing for any text
 * @param rate learning rate in place of the optimiser's; 0 freezes them
 * @param momentum in place of the optimiser's momentum or beta1; 0 where the optimiser has none
 * @param from epoch, from 1, in which they begin to move
 */
public record GroupConf(String parameters, double rate, double momentum, int from)
        implements Serializable {

    /** Whether the glob takes this name. */
    public boolean matches(String name) {
        var parts = parameters.split("\\*", -1);
        if (parts.length == 1) {
            return name.equals(parameters);
        }
        var last = parts[parts.length - 1];
        if (!name.startsWith(parts[0]) || !name.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return at <= name.length() - last.length();
    }
}
