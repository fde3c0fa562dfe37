package unroll.conf.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.DataConf;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.SourceConf;
import unroll.conf.SyncConf;
import unroll.conf.TextConf;
import unroll.conf.TrainingConf;
import unroll.conf.ValidationConf;
import unroll.conf.VectorsConf;
import unroll.conf.setting.Value;
import unroll.message.Printable;
import unroll.message.Secrets;

/**
 * A {@link Configuration} to YAML, or to a tree for JSON; {@link ConfigurationReader} reads both
 * back.
 */
public final class ConfigurationWriter {
    private ConfigurationWriter() {}

    /** With every default, and with the secrets of sources: for whoever reads it to train. */
    public static String yaml(Configuration conf) {
        return Yaml.write(tree(conf));
    }

    /** With every default, but without the secrets of sources: for people, and to be read again. */
    public static String printed(Configuration conf) {
        return Printable.message(Yaml.write(Secrets.redact(tree(conf)))).replace("${", "$${");
    }

    /**
     * Maps, lists, strings, longs, doubles and booleans; every default is present, keys in the
     * order of the file.
     */
    public static Map<String, Object> tree(Configuration conf) {
        return map(
                "task", conf.task().word(),
                "run", map("dir", conf.run().dir(), "seed", conf.run().seed()),
                "data", data(conf.data()),
                "text", text(conf.text()),
                "model", model(conf.model()),
                "training", training(conf.training()),
                "bptt",
                        map(
                                "steps",
                                BpttSection.write(conf.bptt().steps()),
                                "warm",
                                (long) conf.bptt().warm()),
                "sync", sync(conf.sync()),
                "checkpoint",
                        map(
                                "minutes",
                                conf.checkpoint().minutes(),
                                "keep",
                                (long) conf.checkpoint().keep()),
                "divergence",
                        map(
                                "maxSkipped",
                                conf.divergence().maxSkipped(),
                                "retries",
                                (long) conf.divergence().retries()),
                "baseline", conf.baseline(),
                "kernels", Value.word(conf.kernels()));
    }

    private static Map<String, Object> data(DataConf data) {
        var tree = map("train", source(data.train()));
        if (data.test() != null) {
            tree.put("test", source(data.test()));
        }
        if (data.validation() instanceof ValidationConf.Source own) {
            tree.put("validation", source(own.source()));
        } else {
            tree.put("validation", ((ValidationConf.Share) data.validation()).share());
        }
        tree.put("shards", data.shards() == DataConf.AUTO ? "auto" : (Object) (long) data.shards());
        tree.put("maxRejected", data.maxRejected());
        tree.put("standardize", data.standardize());
        return tree;
    }

    private static Map<String, Object> source(SourceConf source) {
        var paths = source.paths();
        var tree =
                map(
                        "format",
                        source.format(),
                        "path",
                        paths.size() > 1 ? paths : source.path(),
                        "options",
                        new LinkedHashMap<>(source.options()),
                        "text",
                        source.text(),
                        "sequence",
                        source.sequence(),
                        "label",
                        source.label(),
                        "target",
                        source.target(),
                        "order",
                        source.order());
        if (!source.where().isEmpty()) {
            tree.put("where", source.where()); // older runs have no such key
        }
        return tree;
    }

    private static Map<String, Object> text(TextConf text) {
        return map(
                "tokenizer",
                Value.word(text.tokenizer()),
                "letters",
                (long) text.letters(),
                "lowercase",
                text.lowercase(),
                "stripHtml",
                text.stripHtml(),
                "normalize",
                Value.word(text.normalize()),
                "apostrophes",
                text.apostrophes(),
                "vocabulary",
                (long) text.vocabulary(),
                "minCount",
                (long) text.minCount(),
                "unknownBuckets",
                (long) text.unknownBuckets(),
                "maxLength",
                (long) text.maxLength());
    }

    private static Map<String, Object> model(ModelConf model) {
        var layers = new ArrayList<Object>();
        for (var layer : model.layers()) {
            layers.add(LayerSection.write(layer));
        }
        var dropout = model.dropout();
        var tree = inputs(model.inputs());
        tree.putAll(
                map(
                        "layers",
                        layers,
                        "residual",
                        model.residual(),
                        "layerNorm",
                        model.layerNorm(),
                        "pooling",
                        Value.word(model.pooling()),
                        "dropout",
                        map(
                                "words", dropout.words(),
                                "embeddingRows", dropout.embeddingRows(),
                                "embedding", dropout.embedding(),
                                "layers", dropout.layers(),
                                "locked", dropout.locked(),
                                "recurrent", dropout.recurrent(),
                                "head", dropout.head()),
                        "penalties",
                        map(
                                "activation", model.penalties().activation(),
                                "temporal", model.penalties().temporal())));
        return tree;
    }

    /** In the short form where it says all. */
    private static Map<String, Object> inputs(List<InputConf> inputs) {
        if (inputs.size() == 1
                && inputs.get(0) instanceof InputConf.Words words
                && words.equals(InputConf.Words.random(words.width()))) {
            return map("embedding", (long) words.width());
        }
        var list = new ArrayList<Object>();
        inputs.forEach(input -> list.add(input(input)));
        return map("inputs", list);
    }

    private static Map<String, Object> input(InputConf input) {
        if (input instanceof InputConf.Letters letters) {
            return map(
                    "kind", "letters",
                    "width", (long) letters.width(),
                    "shortest", (long) letters.shortest(),
                    "longest", (long) letters.longest(),
                    "buckets", (long) letters.buckets(),
                    "words", letters.words());
        }
        if (input instanceof InputConf.OneHot) {
            return map("kind", "onehot");
        }
        var words = (InputConf.Words) input;
        return map(
                "kind",
                "words",
                "width",
                (long) words.width(),
                "vectors",
                vectors(words.vectors()));
    }

    private static Map<String, Object> vectors(VectorsConf vectors) {
        if (vectors instanceof VectorsConf.File file) {
            return map("source", "file", "path", file.path(), "tune", tune(file));
        }
        if (vectors instanceof VectorsConf.Word2Vec learnt) {
            return map(
                    "source",
                    "word2vec",
                    "window",
                    (long) learnt.window(),
                    "iterations",
                    (long) learnt.iterations(),
                    "tune",
                    tune(learnt));
        }
        return map("source", "random");
    }

    private static Object tune(VectorsConf vectors) {
        return switch (vectors.frozenEpochs()) {
            case 0 -> "always";
            case VectorsConf.ALL -> "never";
            default -> (long) vectors.frozenEpochs();
        };
    }

    private static Map<String, Object> training(TrainingConf training) {
        var stopping = training.earlyStopping();
        return map(
                "epochs", (long) training.epochs(),
                "batch", (long) training.batch(),
                "batchTokens", (long) training.batchTokens(),
                "optimizer", OptimizerWriter.tree(training),
                "schedule", ScheduleWriter.schedule(training.schedule()),
                "clip", clip(training.clip()),
                "loss", Value.word(training.loss()),
                "averaging", ScheduleWriter.averaging(training.averaging()),
                "classWeights", classWeights(training.classWeights()),
                "labelSmoothing", training.labelSmoothing(),
                "embeddingUpdates", Value.word(training.embeddingUpdates()),
                "earlyStopping",
                        map(
                                "metric",
                                Value.word(stopping.metric()),
                                "patience",
                                (long) stopping.patience()),
                "ridge", List.copyOf(training.ridge()));
    }

    private static Object clip(TrainingConf.ClipConf clip) {
        if (clip instanceof TrainingConf.ClipConf.Norm norm) {
            return map("norm", norm.threshold());
        }
        if (clip instanceof TrainingConf.ClipConf.LayerNorm norm) {
            return map("layerNorm", norm.threshold());
        }
        return clip instanceof TrainingConf.ClipConf.Value value
                ? map("value", value.threshold())
                : "none";
    }

    private static Object classWeights(TrainingConf.ClassWeights weights) {
        if (weights instanceof TrainingConf.ClassWeights.Given given) {
            var tree = new LinkedHashMap<String, Object>();
            for (int i = 0; i < given.labels().size(); i++) {
                tree.put(given.labels().get(i), given.weights().get(i));
            }
            return tree;
        }
        return weights instanceof TrainingConf.ClassWeights.Balanced ? "balanced" : "equal";
    }

    private static Map<String, Object> sync(SyncConf sync) {
        var outer = sync.outer();
        return map(
                "strategy", Value.word(sync.strategy()),
                "every", every(sync.every()),
                "moments", Value.word(sync.moments()),
                "outer",
                        map(
                                "rate",
                                outer.rate(),
                                "momentum",
                                outer.momentum(),
                                "nesterov",
                                outer.nesterov()));
    }

    private static Object every(int batches) {
        return switch (batches) {
            case SyncConf.AUTO -> "auto";
            case SyncConf.EPOCH -> "epoch";
            default -> (long) batches;
        };
    }

    /**
     * @param entries key, value, key, value, …
     */
    private static Map<String, Object> map(Object... entries) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
