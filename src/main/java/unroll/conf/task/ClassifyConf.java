package unroll.conf.task;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import unroll.conf.setting.Field;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code classify} alone.
 *
 * @param order labels from the lowest to the highest; empty for that of their values
 */
public record ClassifyConf(List<String> order) implements Serializable {
    private static final Field<ClassifyConf, List<String>> ORDER =
            Scalar.of("order", Types.textOrList(), ClassifyConf::order, List.of())
                    .means(
                            "with `training.classLoss: ordinal`: the labels from the lowest to the highest, such as"
                                    + " `[bad, fair, good]`; not needed if all are numbers")
                    .checked(
                            (section, order, v) -> {
                                boolean distinct = new HashSet<>(order).size() == order.size();
                                if (order.size() == 1 || !distinct) {
                                    section.value("order").wrong("two or more different labels");
                                }
                            });

    public static final Settings<ClassifyConf> SETTINGS =
            Settings.of(v -> new ClassifyConf(v.get(ORDER)));

    public static final ClassifyConf STANDARD = SETTINGS.standard();

    public ClassifyConf {
        order = List.copyOf(order);
    }
}
