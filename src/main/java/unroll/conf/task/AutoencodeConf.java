package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code autoencode} alone.
 *
 * @param size numbers of the vector that stands for a sequence
 */
public record AutoencodeConf(int size) implements Serializable {
    private static final Field<AutoencodeConf, Integer> SIZE =
            Scalar.of("size", Types.integer(Range.atLeast(1)), AutoencodeConf::size, 128)
                    .means("numbers of the vector that stands for a sequence");

    public static final Settings<AutoencodeConf> SETTINGS =
            Settings.of(v -> new AutoencodeConf(v.get(SIZE)));

    public static final AutoencodeConf STANDARD = SETTINGS.standard();
}
