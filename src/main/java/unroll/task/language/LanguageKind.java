package unroll.task.language;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.SoftmaxConf;
import unroll.conf.SourceConf;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.setting.Mistakes;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.LabelCounts;
import unroll.task.NextStepRules;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;

/** The kind of task that predicts the next word of a document. */
public final class LanguageKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.NONE;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(
                TaskSetting.ORDER,
                TaskSetting.SOFTMAX,
                TaskSetting.TIED,
                TaskSetting.TEACHER_FORCING);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        NextStepRules.check(conf, mistakes, "task language", CellConf.Output.SOFTMAX);
        TaskRules.requireNoSequence(conf, mistakes);
        TaskRules.requireCutAtTail(conf, mistakes);
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Letters) {
                var key = "model.inputs[" + i + "].kind";
                TaskRules.wrong(conf, mistakes, key, "words or onehot", "letters");
            }
        }
        var softmax = conf.model().softmax();
        if (conf.model().teacherForcing() && !(softmax instanceof SoftmaxConf.Full)) {
            mistakes.together(
                    "model.softmax.name: expected full with teacherForcing, which leaves no head, got "
                            + softmax.word(),
                    "model.softmax.name",
                    "model.layers");
        }
        if (softmax.tied()) {
            checkTied(conf.model(), mistakes);
            checkRates(conf, mistakes);
        }
        if (!conf.bptt().truncated()) {
            var expected = "an integer such as 35, because a document is one long sequence";
            TaskRules.wrong(conf, mistakes, "bptt.steps", expected, "full");
        }
    }

    /** Requires a single table of words whose vectors are as wide as the rows of the softmax. */
    private static void checkTied(ModelConf model, Mistakes mistakes) {
        var layers = model.layers();
        int columns = layers.get(layers.size() - 1).outputs();
        boolean table =
                model.inputs().size() == 1
                        && model.inputs().get(0) instanceof InputConf.Words words
                        && !words.normalize()
                        && words.width() == columns;
        if (!table || model.teacherForcing()) {
            mistakes.together(
                    "model.softmax.tied: expected false unless model.embedding is "
                            + columns
                            + ", the width of the last layer, and no layer has teacherForcing; got true",
                    "model.softmax.tied",
                    "model.embedding",
                    "model.inputs",
                    "model.layers");
        }
    }

    /** The head's weights are below all layers, so that no order of the layers holds. */
    private static void checkRates(Configuration conf, Mistakes mistakes) {
        if (!conf.training().byLayer().equals(GroupConf.ByLayer.ALIKE)) {
            mistakes.together(
                    "model.softmax.tied: expected false with training.optimizer.layerDecay or unfreeze,"
                            + " since the head shares its weights with the lowest layer; got true",
                    "model.softmax.tied",
                    "training.optimizer.layerDecay",
                    "training.optimizer.unfreeze");
        }
    }

    @Override
    public boolean readsDocument() {
        return true;
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Language(conf, codec.vocabulary().size());
    }

    @Override
    public String predictExample(SourceConf train) {
        return "--text \"...\" --steps 20";
    }
}
