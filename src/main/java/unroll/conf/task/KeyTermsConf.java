package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code keyterms} alone.
 *
 * @param most terms that are predicted for a text
 * @param threshold probability that a term needs
 */
public record KeyTermsConf(int most, double threshold) implements Serializable {
    private static final Field<KeyTermsConf, Integer> MOST =
            Scalar.of("most", Types.integer(Range.atLeast(1)), KeyTermsConf::most, 10)
                    .means("maximum number of terms that are predicted for a text");
    private static final Field<KeyTermsConf, Double> THRESHOLD =
            Scalar.of("threshold", Types.number(Range.closed(0, 1)), KeyTermsConf::threshold, 0.1)
                    .means("probability that a term needs to be predicted");

    public static final Settings<KeyTermsConf> SETTINGS =
            Settings.of(v -> new KeyTermsConf(v.get(MOST), v.get(THRESHOLD)));

    public static final KeyTermsConf STANDARD = SETTINGS.standard();
}
