package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.EncoderLayer;
import unroll.conf.InputConf;
import unroll.conf.TrainingConf.ClassWeights;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.TrainingConf.LossConf;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;
import unroll.conf.setting.Value;

/** The rules of each task. */
final class TaskRules {
    private final Configuration conf;
    private final Mistakes mistakes;

    private TaskRules(Configuration conf, Mistakes mistakes) {
        this.conf = conf;
        this.mistakes = mistakes;
    }

    static void check(Configuration conf, Mistakes mistakes) {
        var check = new TaskRules(conf, mistakes);
        switch (conf.task()) {
            case CLASSIFY -> check.classify();
            case FORECAST -> check.forecast();
            case LANGUAGE -> check.language();
            case TRANSCRIBE -> check.transcribe();
        }
    }

    private void classify() {
        noForecast();
        noOrder();
        noMetric(EarlyStopping.Metric.ERRORS, "loss or accuracy");
    }

    private void forecast() {
        noClasses();
        noOrder();
        if (conf.data().train().target().isEmpty()) {
            if (conf.data().train().words()) {
                mistakes.together(
                        "data.train.target: expected a column with numbers to forecast from a text, or"
                                + " data.train.sequence, a column with sequences of numbers, whose next"
                                + " step is forecast; got neither with task forecast",
                        "data.train.target",
                        "task");
            }
            oneDirection("a forecast of next steps");
            if (conf.training().chances()) {
                mistakes.together(
                        "training.loss: expected squared, absolute or huber with a forecast of next"
                                + " steps, got binary, which needs data.train.target, a column with"
                                + " numbers between 0 and 1",
                        "training.loss",
                        "task");
            }
        }
    }

    private void transcribe() {
        equalClasses();
        noMetric(EarlyStopping.Metric.ACCURACY, "loss or errors");
        noForecast();
        noOrder();
    }

    private void language() {
        noClasses();
        noForecast();
        oneDirection("task language");
        if (!conf.data().train().words()) {
            wrong("data.train.sequence", "none", conf.data().train().sequence());
        }
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Letters) {
                wrong("model.inputs[" + i + "].kind", "words or onehot", "letters");
            }
        }
        if (!conf.bptt().truncated()) {
            wrong("bptt.steps", "an integer such as 35, for a document has no end", "full");
        }
    }

    /** A layer that reads from the end has seen the step to forecast. */
    private void oneDirection(String task) {
        var layers = conf.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            var place = "model.layers[" + i + "]";
            if (layers.get(i) instanceof EncoderLayer.TimeDelayConf) {
                place += ".layer";
            } else if (layers.get(i) instanceof EncoderLayer.LayerConf layer
                    && layer.bidirectional()) {
                place += ".bidirectional";
            } else {
                continue;
            }
            mistakes.together(
                    place
                            + ": expected layers that read from the start only with "
                            + task
                            + ", whose target is the next step",
                    place,
                    "task");
        }
    }

    private void noClasses() {
        equalClasses();
        if (conf.training().chances()) {
            noMetric(EarlyStopping.Metric.ERRORS, "loss or accuracy");
        } else {
            noMetric(EarlyStopping.Metric.ERRORS, "loss");
            noMetric(EarlyStopping.Metric.ACCURACY, "loss");
        }
    }

    private void noMetric(EarlyStopping.Metric metric, String expected) {
        if (conf.training().earlyStopping().metric() == metric) {
            wrong("training.earlyStopping.metric", expected, Value.word(metric));
        }
    }

    private void equalClasses() {
        var training = conf.training();
        if (!(training.classWeights() instanceof ClassWeights.Equal)) {
            wrong("training.classWeights", "equal", "weights");
        }
        if (training.labelSmoothing() != 0) {
            wrong("training.labelSmoothing", "0", Range.show(training.labelSmoothing()));
        }
    }

    private void noForecast() {
        if (conf.training().loss() != LossConf.SQUARED) {
            wrong("training.loss", "nothing", Value.word(conf.training().loss()));
        }
        if (!conf.data().train().target().isEmpty()) {
            wrong("data.train.target", "nothing", conf.data().train().target());
        }
    }

    private void noOrder() {
        if (!conf.data().train().order().isEmpty()) {
            wrong("data.train.order", "nothing", conf.data().train().order());
        }
    }

    private void wrong(String key, String expected, String got) {
        mistakes.together(
                "%s: expected %s with task %s, got %s"
                        .formatted(key, expected, conf.task().word(), got),
                key,
                "task");
    }
}
