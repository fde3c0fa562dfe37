package unroll.task.registry;

import unroll.conf.Configuration;
import unroll.conf.TaskConf;
import unroll.conf.read.ConfigurationReader;
import unroll.encode.Codec;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TrainedModel;
import unroll.task.autoencode.AutoencodeKind;
import unroll.task.caption.CaptionKind;
import unroll.task.classify.ClassifyKind;
import unroll.task.forecast.ForecastKind;
import unroll.task.frames.FramesKind;
import unroll.task.keyterms.KeyTermsKind;
import unroll.task.language.LanguageKind;
import unroll.task.multilabel.MultilabelKind;
import unroll.task.parse.ParseKind;
import unroll.task.tag.TagKind;
import unroll.task.transcribe.TranscribeKind;
import unroll.task.translate.TranslateKind;

/** The registry of tasks: the one place that names them all. */
public final class Tasks {
    private static final ConfigurationReader READER =
            new ConfigurationReader(
                    (conf, mistakes) -> TaskRules.check(kind(conf.task()), conf, mistakes));

    private Tasks() {}

    /** Returns a reader of configurations, which also checks the rules of tasks. */
    public static ConfigurationReader reader() {
        return READER;
    }

    /** Returns the kind of task for a word of the configuration. */
    public static TaskKind kind(TaskConf task) {
        return switch (task) {
            case AUTOENCODE -> new AutoencodeKind();
            case CAPTION -> new CaptionKind();
            case CLASSIFY -> new ClassifyKind();
            case FORECAST -> new ForecastKind();
            case FRAMES -> new FramesKind();
            case KEYTERMS -> new KeyTermsKind();
            case LANGUAGE -> new LanguageKind();
            case MULTILABEL -> new MultilabelKind();
            case PARSE -> new ParseKind();
            case TAG -> new TagKind();
            case TRANSCRIBE -> new TranscribeKind();
            case TRANSLATE -> new TranslateKind();
        };
    }

    /** Returns the task of a configuration for data with a codec, with weight 1 for all classes. */
    public static Task of(Configuration conf, Codec codec) {
        return kind(conf.task()).task(conf, codec, LabelCounts.NONE);
    }

    /**
     * Returns a trained model.
     *
     * @param parameters returns theta for the network that the configuration describes
     */
    public static <E extends Exception> TrainedModel trained(
            Configuration conf, Codec codec, TrainedModel.Parameters<E> parameters) throws E {
        var task = of(conf, codec);
        return new TrainedModel(conf, codec, task, parameters.of(task.network()));
    }
}
