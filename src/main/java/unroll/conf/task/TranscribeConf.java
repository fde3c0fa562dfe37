package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code transcribe} alone.
 *
 * @param beam beginnings that are continued side by side; 1 reads the most probable alignment
 */
public record TranscribeConf(int beam) implements Serializable {
    private static final Field<TranscribeConf, Integer> BEAM =
            Scalar.of("beam", Types.integer(Range.closed(1, 1000)), TranscribeConf::beam, 1)
                    .means(
                            "how labels are found: 1, by the most probable alignment; more, by a search for the labels"
                                    + " whose alignments are most probable together, which continues so many"
                                    + " beginnings side by side (prefix beam search)");

    public static final Settings<TranscribeConf> SETTINGS =
            Settings.of(v -> new TranscribeConf(v.get(BEAM)));

    public static final TranscribeConf STANDARD = SETTINGS.standard();
}
