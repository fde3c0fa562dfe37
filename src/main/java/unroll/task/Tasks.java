package unroll.task;

import java.util.Collections;
import java.util.List;
import unroll.conf.Configuration;
import unroll.data.Schema;
import unroll.encode.Codec;

/** The registry of tasks. */
public final class Tasks {
    private Tasks() {}

    /** The task that a configuration names, for data that are coded so. */
    public static Task of(Configuration conf, Codec codec) {
        return of(conf, codec, Collections.nCopies(codec.labels().size(), 1.0));
    }

    /**
     * The same.
     *
     * @param classWeights of the codec's labels, in the loss
     */
    public static Task of(Configuration conf, Codec codec, List<Double> classWeights) {
        int words = codec.words() ? codec.vocabulary().size() : 0;
        int width = codec.inputs().columns();
        return switch (conf.task()) {
            case CLASSIFY -> new Classify(conf, words, width, classWeights);
            case FORECAST -> new Forecast(conf, words, codec.inputs(), codec.targets());
            case LANGUAGE -> new Language(conf, codec.vocabulary().size());
            case TRANSCRIBE -> new Transcribe(conf, words, width, codec.labels().size());
        };
    }

    /** The contents of a task's examples. */
    public static Schema schema(Configuration conf, Codec codec) {
        return switch (conf.task()) {
            case CLASSIFY -> Classify.schema(codec.inputs().columns());
            case FORECAST -> Forecast.schema(codec.inputs().columns(), codec.targets().columns());
            case LANGUAGE -> Language.SCHEMA;
            case TRANSCRIBE -> Transcribe.schema(codec.inputs().columns());
        };
    }
}
