package unroll.predict;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.read.ConfigurationWriter;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.io.LocalStore;
import unroll.io.model.ModelDirectory;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.text.Words;

/** A small model of each kind, as training writes it. */
enum SmallModels {
    CLASSIFY("classify"),
    TRANSCRIBE("transcribe"),
    MULTILABEL("multilabel"),
    LANGUAGE("language"),
    FORECAST("forecast"),
    SERIES("forecast"),
    RESERVOIR("forecast");

    static final List<String> WORDS = List.of("good", "bad", "film", "<eos>");

    private final String task;

    SmallModels(String task) {
        this.task = task;
    }

    private List<String> settings() {
        return switch (this) {
            case CLASSIFY, TRANSCRIBE, MULTILABEL -> List.of();
            case LANGUAGE -> List.of("bptt.steps=5");
            case FORECAST -> List.of("data.train.sequence=x");
            case SERIES ->
                    List.of(
                            "data.train.series={time: t, values: y, window: 4, horizon: 2}",
                            "training.loss=quantile");
            case RESERVOIR ->
                    List.of(
                            "data.train.sequence=x",
                            "model={layers: [{cell: reservoir, size: 5}]}",
                            "training.ridge=[1.0e-3]");
        };
    }

    private Configuration conf() {
        return Tasks.reader()
                .read(
                        """
                        task: %s
                        run: {dir: r}
                        data: {train: {format: json, path: p}}
                        text: {unknownBuckets: 2, minCount: 1}
                        model: {embedding: 3, layers: [{cell: gru, size: 3}]}
                        """
                                .formatted(task),
                        "small",
                        settings());
    }

    private Codec codec() {
        var words = new Vocabulary(WORDS, 2);
        return switch (this) {
            case CLASSIFY, TRANSCRIBE -> Codec.ofTexts(words, List.of("neg", "pos"));
            case MULTILABEL ->
                    Codec.ofTexts(words, List.of("neg", "pos"))
                            .withCalibration(Calibration.ofThresholds(List.of(0.25, 0.75)));
            case LANGUAGE -> Codec.ofTexts(words, List.of());
            case SERIES ->
                    new Codec(
                            new Vocabulary(List.of(), 2),
                            new Scaling(new double[] {3}, new double[] {2}),
                            List.of(),
                            new Scaling(new double[] {3, 4}, new double[] {2, 3}));
            case FORECAST, RESERVOIR ->
                    new Codec(
                            new Vocabulary(List.of(), 2),
                            new Scaling(new double[] {3, 0}, new double[] {2, 10}),
                            List.of(),
                            Scaling.none(0));
        };
    }

    void write(String directory) throws IOException {
        write(directory, Words.VERSION);
    }

    void write(String directory, int tokenizerVersion) throws IOException {
        var conf = conf();
        var codec = codec();
        var layout = Tasks.of(conf, codec).network().layout();
        ModelDirectory.write(
                new LocalStore(),
                directory,
                new ModelDirectory.Model(
                        task,
                        ConfigurationWriter.tree(conf),
                        codec.tree(),
                        tokenizerVersion,
                        codec.vocabulary().words(),
                        codec.ngrams().words(),
                        new ModelDirectory.Provenance(1, "f", "0.1", "4.1.0", "17", 2, 7, Map.of()),
                        Map.of("validation.loss", 0.5)),
                layout,
                layout.initialParameters(3));
    }
}
