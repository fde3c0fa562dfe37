package unroll.task;

import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.TimeDelayConf;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;

/** The rules of tasks whose target at every step is the next step. */
public final class NextStepRules {
    private NextStepRules() {}

    /**
     * Checks the layers.
     *
     * @param task for messages, such as {@code a forecast of next steps}
     * @param output of a layer with teacher forcing, comparable with the targets
     */
    public static void check(
            Configuration conf, Mistakes mistakes, String task, CellConf.Output output) {
        var layers = conf.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            var place = "model.layers[" + i + "]";
            if (layers.get(i) instanceof TimeDelayConf) {
                oneDirection(mistakes, place + ".layer", task);
            } else if (layers.get(i) instanceof RecurrentConf layer) {
                if (layer.bidirectional()) {
                    oneDirection(mistakes, place + ".bidirectional", task);
                }
                if (layer.cell() instanceof CellConf.Jordan jordan
                        && jordan.teacherForcing()
                        && jordan.output() != output) {
                    mistakes.together(
                            "%s.output: expected %s with teacherForcing and task %s, got %s"
                                    .formatted(
                                            place,
                                            Value.word(output),
                                            conf.task().word(),
                                            Value.word(jordan.output())),
                            place + ".output",
                            place + ".teacherForcing");
                }
            }
        }
    }

    /** Requires one direction: a layer that reads from the end has seen the step to predict. */
    private static void oneDirection(Mistakes mistakes, String key, String task) {
        mistakes.together(
                key
                        + ": expected layers that read from the start only with "
                        + task
                        + ", whose target is the next step",
                key,
                "task");
    }
}
