package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.conf.AveragingConf;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.Configuration.BpttConf;
import unroll.conf.Configuration.RunConf;
import unroll.conf.DataConf.ValidationConf;
import unroll.conf.EncoderLayer;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.InputConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.SoftmaxConf;
import unroll.conf.SourceConf;
import unroll.conf.SyncConf;
import unroll.conf.TaskConf;
import unroll.conf.TextConf;
import unroll.conf.TrainingConf;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.conf.setting.Setting;
import unroll.task.registry.Tasks;

class ConfigurationReaderTest {
    private static final String ALL =
            """
            task: classify
            run: {dir: runs/sentiment, seed: 7}
            data:
              train: {format: json, path: data-samples/reviews/train, options: {}, text: text, label: label}
              test: {format: json, path: data-samples/reviews/test, text: review, label: stars}
              validation: 0.1            # a share of train, or a source of its own
              shards: 8
            text: {tokenizer: standard, lowercase: true, vocabulary: 30000, minCount: 2, unknownBuckets: 16, maxLength: 400}
            model:
              embedding: 128
              layers: [{cell: lstm, size: 128, bidirectional: true}]
              pooling: max
            training: {epochs: 10, batch: 64, optimizer: {name: adam, rate: 0.001}, clip: {norm: 1.0}}
            sync: {strategy: average, every: epoch}
            baseline: true
            """;

    private static final String LEAST =
            "run: {dir: runs/a}\ndata: {train: {format: json, path: reviews}}\n";

    private static Configuration read(String yaml, String... overrides) {
        return Tasks.reader()
                .read(yaml, "a.yaml", List.of(overrides), Variables.on(LocalDate.of(2026, 1, 31)));
    }

    @Test
    void readsEveryKeyOfACompleteFile() {
        var conf = read(ALL);
        assertEquals(TaskConf.CLASSIFY, conf.task());
        assertEquals(new RunConf("runs/sentiment", 7), conf.run());
        assertEquals(
                new SourceConf("json", "data-samples/reviews/train", Map.of(), "text", "label"),
                conf.data().train());
        assertEquals(
                new SourceConf("json", "data-samples/reviews/test", Map.of(), "review", "stars"),
                conf.data().test());
        assertEquals(new ValidationConf.Share(0.1), conf.data().validation());
        assertEquals(8, conf.data().shards());
        assertEquals(TextConf.STANDARD, conf.text());
        assertEquals(List.of(InputConf.Words.random(128)), conf.model().inputs());
        assertEquals(
                List.of(new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 128, true)),
                conf.model().layers());
        assertEquals(ModelConf.Pooling.MAX, conf.model().pooling());
        assertEquals(10, conf.training().epochs());
        assertEquals(64, conf.training().batch());
        assertEquals(new OptimizerConf.Adam(0.001, 0.9, 0.999, 1e-8), conf.training().optimizer());
        assertEquals(new ClipConf.Norm(1), conf.training().clip());
        assertEquals(SyncConf.Strategy.AVERAGE, conf.sync().strategy());
        assertEquals(0, conf.sync().every());
        assertTrue(conf.baseline());
    }

    @Test
    void aSourceTakesSeveralPathsAndACondition() {
        var conf =
                read(LEAST, "data.train.path=[a.json, 'b*.json']", "data.train.where=stars <> 3");
        assertEquals(List.of("a.json", "b*.json"), conf.data().train().paths());
        assertEquals("stars <> 3", conf.data().train().where());
        assertEquals(conf, read(ConfigurationWriter.yaml(conf)));
        var single = ConfigurationWriter.yaml(read(LEAST));
        assertTrue(single.lines().anyMatch(line -> line.strip().startsWith("path: ")), single);
        assertFalse(single.contains("where"), single);
    }

    @Test
    void needsOnlyADirectoryAndASource() {
        var conf = read(LEAST);
        assertNull(conf.data().test());
        assertEquals(1, conf.run().seed());
        assertEquals(
                List.of(new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 128, false)),
                conf.model().layers());
        assertEquals(16384, conf.training().batchTokens());
        assertEquals(new ScheduleConf.Constant(0), conf.training().schedule());
        assertEquals(KernelChoice.AUTO, conf.kernels());
    }

    @Test
    void emptySectionsAndNullsAreDefaults() {
        assertEquals(read(LEAST), read(LEAST + "model:\ntraining: ~\ntext: {vocabulary: }\n"));
    }

    @Test
    void readsEveryAlternative() {
        var conf =
                read(
                        """
                        run: {dir: "hdfs://nn:8020/runs/${date}"}
                        data:
                          train: {format: csv, path: a, options: {header: true, sep: ";", maxColumns: 10}}
                          validation: {format: parquet, path: b}
                        model:
                          layers:
                            - {cell: lstm, size: 32}
                            - cell: lstm
                              bidirectional: true
                          dropout: {words: 0.2, embedding: 0.5, layers: 0.1, head: 0.4}
                        training:
                          optimizer: {name: sgd, rate: 1}
                          schedule: {name: cosine, warmup: 100, floor: 0.05}
                          clip: {value: 5}
                          classWeights: {0: 1, good one: 2.5}
                          earlyStopping: {metric: accuracy, patience: 2}
                          embeddingUpdates: dense
                        sync: {strategy: gradient}
                        kernels: scalar
                        baseline: false
                        """);
        assertEquals("hdfs://nn:8020/runs/2026-01-31", conf.run().dir());
        assertEquals(
                Map.of("header", "true", "sep", ";", "maxColumns", "10"),
                conf.data().train().options());
        assertEquals(
                new ValidationConf.Source(
                        new SourceConf("parquet", "b", Map.of(), "text", "label")),
                conf.data().validation());
        assertEquals(
                List.of(
                        new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 32, false),
                        new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 128, true)),
                conf.model().layers());
        assertEquals(new ModelConf.DropoutConf(0.2, 0.5, 0.1, 0.4), conf.model().dropout());
        assertEquals(new OptimizerConf.Sgd(1), conf.training().optimizer());
        assertEquals(new ScheduleConf.Cosine(100, 0.05), conf.training().schedule());
        assertEquals(new ClipConf.Value(5), conf.training().clip());
        assertEquals(
                new TrainingConf.ClassWeights.Given(List.of("0", "good one"), List.of(1.0, 2.5)),
                conf.training().classWeights());
        assertEquals(
                new TrainingConf.EarlyStopping(TrainingConf.EarlyStopping.Metric.ACCURACY, 2),
                conf.training().earlyStopping());
        assertEquals(TrainingConf.EmbeddingUpdates.DENSE, conf.training().embeddingUpdates());
        assertEquals(1, conf.sync().every());
        assertEquals(KernelChoice.SCALAR, conf.kernels());
        assertInstanceOf(ClipConf.None.class, read(LEAST, "training.clip=none").training().clip());
        assertInstanceOf(
                TrainingConf.ClassWeights.Balanced.class,
                read(LEAST, "training.classWeights=balanced").training().classWeights());
    }

    @Test
    void everyCellHasItsSettings() {
        var layers =
                read(
                                LEAST,
                                "model.layers=[{cell: elman, activation: relu, start: identity, scale: 0.5},"
                                        + " {cell: jordan, outputs: 3, output: linear, alpha: 0.25, lags: [1, 2]},"
                                        + " {cell: lstm, forgetBias: 2, peepholes: true, alpha: [0.1, 0.9]},"
                                        + " {cell: lstm, coupled: true, alpha: learned, lags: [4]},"
                                        + " {cell: lstm, inputGate: false, outputGate: false},"
                                        + " {cell: gru, reset: before, alpha: 0.5},"
                                        + " {cell: minlstm}, {cell: mingru, size: 7, lags: [2, 5]}]")
                        .model()
                        .recurrentLayers();
        assertEquals(
                List.of(
                        new CellConf.Elman(CellConf.Activation.RELU, CellConf.Start.IDENTITY, 0.5),
                        new CellConf.Jordan(
                                CellConf.Activation.TANH, 3, CellConf.Output.LINEAR, false),
                        new CellConf.Lstm(2, true, false),
                        new CellConf.Lstm(1, false, true),
                        new CellConf.Lstm(1, false, false, false, false),
                        new CellConf.Gru(CellConf.Reset.BEFORE),
                        new CellConf.MinLstm(),
                        new CellConf.MinGru()),
                layers.stream().map(EncoderLayer.RecurrentConf::cell).toList());
        assertEquals(
                List.of(
                        new LeakConf.None(),
                        new LeakConf.Spread(0.25, 0.25),
                        new LeakConf.Spread(0.1, 0.9),
                        new LeakConf.Learned(),
                        new LeakConf.None(),
                        new LeakConf.Spread(0.5, 0.5),
                        new LeakConf.None(),
                        new LeakConf.None()),
                layers.stream().map(EncoderLayer.RecurrentConf::leak).toList());
        assertEquals(List.of(1, 2), layers.get(1).lags());
        assertEquals(List.of(4), layers.get(3).lags());
        assertEquals(List.of(1), layers.get(6).lags());
        assertEquals(List.of(2, 5), layers.get(7).lags());
    }

    @Test
    void whatStandsAroundRecurrentLayers() {
        var model =
                read(
                                LEAST,
                                "model.layers=[{layer: convolution, size: 8, kernel: 5, dilation: 2,"
                                        + " stride: 3, activation: relu}, {size: 8}]",
                                "model.residual=true",
                                "model.layerNorm=true",
                                "model.pooling=attention",
                                "model.penalties={activation: 2, temporal: 1}")
                        .model();
        assertEquals(
                List.of(
                        new EncoderLayer.TimeDelayConf(8, 5, 2, 3, CellConf.Activation.RELU),
                        new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 8, false)),
                model.layers());
        assertEquals(model.layers().subList(1, 2), model.recurrentLayers());
        assertTrue(model.residual());
        assertTrue(model.layerNorm());
        assertEquals(ModelConf.Pooling.ATTENTION, model.pooling());
        assertEquals(new ModelConf.PenaltyConf(2, 1), model.penalties());
        var plain = read(LEAST).model();
        assertEquals(
                new ModelConf(128, plain.layers(), ModelConf.Pooling.MAX, plain.dropout()), plain);
    }

    @Test
    void backpropagationIsFullUnlessToldOtherwise() {
        assertEquals(new BpttConf(0, 50), read(LEAST).bptt());
        assertEquals(new BpttConf(0, 50), read(LEAST, "bptt.steps=full").bptt());
        assertEquals(new BpttConf(35, 10), read(LEAST, "bptt={steps: 35, warm: 10}").bptt());
    }

    @Test
    void theDefaultBatchHoldsTheLongestText() {
        assertEquals(50000, read(LEAST, "text.maxLength=50000").training().batchTokens());
    }

    @Test
    void overridesReplaceAddAndTakeListsAndMaps() {
        var conf =
                read(
                        ALL,
                        "training.epochs=3",
                        "training.optimizer.rate=0.01",
                        "model.layers=[{cell: lstm, size: 8}, {cell: lstm, size: 4}]",
                        "checkpoint.keep=5",
                        "training.clip={value: 2}",
                        "data.test=",
                        "run.dir=runs/b=c",
                        "training.epochs=4");
        assertEquals(4, conf.training().epochs());
        assertEquals(0.01, conf.training().optimizer().rate());
        assertEquals(2, conf.model().layers().size());
        assertEquals(5, conf.checkpoint().keep());
        assertEquals(new ClipConf.Value(2), conf.training().clip());
        assertNull(conf.data().test());
        assertEquals("runs/b=c", conf.run().dir());
    }

    @Test
    void overridingASharedMapLeavesTheOtherUseAlone() {
        var conf =
                read(
                        "run: {dir: r}\ndata:\n  train: &s {format: json, path: a}\n  test: *s\n",
                        "data.test.path=b");
        assertEquals("a", conf.data().train().path());
        assertEquals("b", conf.data().test().path());
    }

    @Test
    void otherSourcesAreReadAsTheTrainingOneUnlessTheySayOtherwise() {
        var data =
                read("""
                        run: {dir: r}
                        data:
                          train:
                            {format: csv, path: a, options: {sep: ;}, text: review, label: stars}
                          test: {path: b, label: grade}
                          validation: {path: c, options: {sep: '|'}}
                        """)
                        .data();
        assertEquals(
                new SourceConf("csv", "b", Map.of("sep", ";"), "review", "grade"), data.test());
        assertEquals(
                new ValidationConf.Source(
                        new SourceConf("csv", "c", Map.of("sep", "|"), "review", "stars")),
                data.validation());
    }

    @Test
    void optionsOfAnotherFormatAreNotInherited() {
        var yaml =
                """
                run: {dir: r}
                data: {train: {format: csv, path: a, options: {sep: ;}, text: t}}
                """;
        assertEquals(
                new SourceConf("json", "b", Map.of(), "t", "label"),
                read(yaml, "data.test={format: json, path: b}").data().test());
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        for (var conf :
                List.of(
                        read(ALL),
                        read(LEAST),
                        read(
                                LEAST,
                                "sync.strategy=gradient",
                                "training.clip=none",
                                "data.validation=0"),
                        read(
                                LEAST,
                                "data.train.options={a: b}",
                                "data.test={path: t, options: {}}"),
                        read(
                                LEAST,
                                "training.clip={value: 0.25}",
                                "data.train.options={sep: ' ', quote: '\"', n: '1'}"),
                        read(
                                LEAST,
                                "data.validation={format: table, path: db.t, text: 'true', label: '1'}"),
                        read(
                                LEAST,
                                "model.inputs=[{width: 50, vectors: {source: file, path: v.gz, tune: never}}]"),
                        read(
                                LEAST,
                                "model.inputs=[{width: 50, vectors: {source: file, path: v.gz, tune: 3}}]"),
                        read(
                                LEAST,
                                "model.inputs=[{width: 9}, {kind: letters, shortest: 2, words: false}]"),
                        read(LEAST, "model.inputs=[{kind: onehot}]"),
                        read(
                                LEAST,
                                "model.inputs=[{width: 9, vectors: {source: word2vec, window: 2}}]"),
                        read(
                                LEAST,
                                "bptt={steps: 7, warm: 0}",
                                "model.layers=[{cell: elman, activation: relu, start: uniform, scale: 2},"
                                        + " {cell: jordan, output: linear}, {cell: jordan, outputs: 4},"
                                        + " {peepholes: true, alpha: [0.1, 1], lags: [2, 3]},"
                                        + " {coupled: true, outputGate: false}, {inputGate: false},"
                                        + " {cell: gru, reset: before, alpha: learned},"
                                        + " {cell: minlstm, alpha: 0.25}, {cell: mingru}]",
                                "training.classWeights={yes: 1, '1': 2}",
                                "run.dir='{odd: name}'"),
                        read(
                                LEAST,
                                "model={layers: [{layer: convolution, kernel: 5, activation: relu}, {}],"
                                        + " residual: true, layerNorm: true, pooling: attention,"
                                        + " initializer: {normal: 0.01},"
                                        + " penalties: {activation: 2, temporal: 1}, dropout: {layers:"
                                        + " 0.5, locked: true, recurrent: 0.5, embeddingRows: 0.1}}"),
                        read(
                                LEAST,
                                "training.optimizer={name: sgd, rate: 1e-7}",
                                "training.schedule.name=cosine"))) {
            assertEquals(conf, read(ConfigurationWriter.yaml(conf)));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
    }

    @Test
    void theWrittenFileNamesEverySetting() {
        var yaml = new StringBuilder(ConfigurationWriter.yaml(read(ALL)));
        yaml.append(ConfigurationWriter.yaml(read(ALL, "data.train.where=a", "data.test.where=a")));
        var vectors = List.of("data.train.sequence=x", "data.maxSteps=9", "text.cut=middle");
        var cut = read(LEAST, vectors.toArray(new String[0]));
        yaml.append(ConfigurationWriter.yaml(cut));
        assertEquals(cut, Tasks.reader().ofTree(ConfigurationWriter.tree(cut)));
        assertFalse(ConfigurationWriter.yaml(read(LEAST)).matches("(?s).*\\b(cut|maxSteps):.*"));
        for (var optimizer : OptimizerConf.settings().words()) {
            var conf = read(LEAST, "training.optimizer={name: " + optimizer + "}");
            yaml.append(ConfigurationWriter.yaml(conf));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
        for (var schedule : ScheduleConf.settings().words()) {
            var conf = read(LEAST, "training.schedule={name: " + schedule + "}");
            yaml.append(ConfigurationWriter.yaml(conf));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
        for (var averaging : AveragingConf.settings().words()) {
            var conf = read(LEAST, "training.averaging={name: " + averaging + "}");
            yaml.append(ConfigurationWriter.yaml(conf));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
        for (var softmax : SoftmaxConf.settings().words()) {
            var conf =
                    read(
                            LEAST,
                            "task=language",
                            "bptt.steps=20",
                            "model.softmax={name: " + softmax + "}");
            yaml.append(ConfigurationWriter.yaml(conf));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
        for (var layer :
                List.of(
                        "cell: elman",
                        "cell: jordan, outputs: 3",
                        "cell: lstm",
                        "cell: gru",
                        "layer: convolution")) {
            yaml.append(ConfigurationWriter.yaml(read(LEAST, "model.layers=[{" + layer + "}]")));
        }
        for (var input :
                List.of(
                        "vectors: {source: file, path: v.txt}",
                        "vectors: {source: word2vec}",
                        "kind: letters",
                        "kind: onehot")) {
            yaml.append(ConfigurationWriter.yaml(read(LEAST, "model.inputs=[{" + input + "}]")));
        }
        yaml.append(
                ConfigurationWriter.yaml(
                        read(
                                LEAST,
                                "task=forecast",
                                "data.train.sequence=x",
                                "model.layers=[{cell: reservoir}]")));
        var grouped =
                read(
                        LEAST,
                        "training.optimizer.groups=[{parameters: 'input.*', rate: 0, momentum: 0.5}]");
        yaml.append(ConfigurationWriter.yaml(grouped));
        assertEquals(grouped, Tasks.reader().ofTree(ConfigurationWriter.tree(grouped)));
        var wide = read(LEAST, "model.wide={ngrams: 2, dropout: 0.3}");
        yaml.append(ConfigurationWriter.yaml(wide));
        assertEquals(wide, Tasks.reader().ofTree(ConfigurationWriter.tree(wide)));
        for (var task :
                List.of(
                        List.of("task=tag", "text.tokenizer=whitespace", "data.train.intent=x"),
                        List.of("task=keyterms"),
                        List.of("task=frames", "data.train.sequence=x"),
                        List.of(
                                "task=transcribe",
                                "data.train.format=wav",
                                "transcribe.beam=4",
                                "transcribe.languageModel.path=lm",
                                "transcribe.wordSeparator=_"),
                        List.of("task=translate", "data.train.target=x"),
                        List.of("task=autoencode"),
                        List.of(
                                "task=forecast",
                                "data.train.series={time: t, values: [y, z], every: 2 weeks}",
                                "training.loss=quantile",
                                "forecast.quantiles=[0.5]"),
                        List.of("task=parse", "data.train.target=y"),
                        List.of("task=caption", "data.train.vector=x", "data.train.target=y"))) {
            var conf = read(LEAST, task.toArray(String[]::new));
            yaml.append(ConfigurationWriter.yaml(conf));
            assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
        }
        for (var setting : ConfigurationReader.settings()) {
            var name = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            assertTrue(yaml.indexOf(name + ":") >= 0, setting.key());
        }
    }

    @Test
    void everySettingIsListedOnceWithItsMeaning() {
        var settings = ConfigurationReader.settings();
        var keys = settings.stream().map(Setting::key).toList();
        assertEquals(keys.size(), keys.stream().distinct().count());
        assertTrue(
                keys.containsAll(
                        List.of(
                                "task",
                                "run.dir",
                                "data.train.options",
                                "data.validation",
                                "text.letters",
                                "model.layers[].cell",
                                "model.dropout.words",
                                "training.optimizer.epsilon",
                                "training.schedule.floor",
                                "training.classWeights",
                                "sync.outer.nesterov",
                                "checkpoint.minutes",
                                "divergence.retries",
                                "kernels",
                                "baseline")),
                keys.toString());
        assertTrue(
                settings.stream().noneMatch(s -> s.meaning().isBlank() || s.expected().isBlank()));
        assertTrue(
                settings.contains(
                        new Setting(
                                "training.optimizer.epsilon",
                                "a number > 0",
                                "1e-8; 1e-10 with adagrad, 1e-6 with adadelta",
                                "added to the denominator")));
    }
}
