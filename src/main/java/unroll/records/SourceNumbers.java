package unroll.records;

import java.util.Locale;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;

/** Whole numbers among the options of a generated source. */
public record SourceNumbers(SourceConf source, String key) {
    /**
     * An option, or its default.
     *
     * @throws ConfigurationException if it is not a number of at least {@code least}
     */
    public long of(String option, long standard, long least) {
        var given = source.options().get(option);
        if (given == null) {
            return standard;
        }
        if (given.matches("-?\\d{1,18}") && Long.parseLong(given) >= least) {
            return Long.parseLong(given);
        }
        throw new ConfigurationException(
                String.format(
                        Locale.ROOT,
                        "%s.options.%s: expected an integer of at least %d, got %s",
                        key,
                        option,
                        least,
                        given));
    }

    public int small(String option, int standard, int least) {
        return (int) Math.min(Integer.MAX_VALUE, of(option, standard, least));
    }
}
