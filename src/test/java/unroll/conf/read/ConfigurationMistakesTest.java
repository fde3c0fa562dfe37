package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;
import unroll.conf.TaskConf;
import unroll.task.registry.Tasks;

/** Each mistake names file, line, key, what was expected and what was got. */
class ConfigurationMistakesTest {
    private static final String START = "run: {dir: r}\ndata: {train: {format: json, path: p}}\n";

    private static String message(String yaml, String... overrides) {
        return assertThrows(
                        ConfigurationException.class,
                        () -> Tasks.reader().read(yaml, "conf/a.yaml", List.of(overrides)))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "training: {epochs: many} | training.epochs: expected an integer >= 1, got \"many\"",
                "training: {epochs: 0} | training.epochs: expected an integer >= 1, got 0",
                "training: {epochs: 1.5} | training.epochs: expected an integer >= 1, got 1.5",
                "training: {epochs: 3000000000} | training.epochs: expected an integer in [1, 2147483647], got 3000000000",
                "training: {epochs: [1]} | training.epochs: expected an integer >= 1, got [1]",
                "training: [epochs] | training: expected a map of settings, got [epochs]",
                "training: {optimizer: {rate: -1}} | training.optimizer.rate: expected a number > 0, got -1",
                "training: {optimizer: {rate: .nan}} | training.optimizer.rate: expected a number > 0, got .nan",
                "training: {optimizer: {name: adma}} | training.optimizer.name: expected one of adam, adamw, amsgrad, nadam, sgd, momentum, nesterov, adagrad, adadelta, rmsprop, got \"adma\" (did you mean adam?)",
                "training: {optimizer: {name: sgd, beta1: 0.9}} | training.optimizer.beta1: unknown key",
                "training: {optimizer: {layerDecay: 2.6}} | training.optimizer.layerDecay: expected a number in (0, 1], got 2.6",
                "training: {optimizer: {unfreeze: -1}} | training.optimizer.unfreeze: expected an integer >= 0, got -1",
                "training: {clip: 1} | training.clip: expected {norm: a number > 0}, {layerNorm: a number > 0}, {value: a number > 0}, or none, got 1",
                "training: {clip: {norm: 1, value: 1}} | training.clip: expected either norm, layerNorm or value",
                "training: {clip: {nrom: 1}} | training.clip: expected either norm, layerNorm or value, got {nrom: 1}",
                "training: {classWeights: even} | training.classWeights: expected one of equal, balanced, got \"even\"",
                "training: {classWeights: {a: 0}} | training.classWeights.a: expected a number > 0, got 0",
                "training: {embeddingUpdates: deferred} | training.embeddingUpdates: expected lazy or dense with an optimiser other than momentum and nesterov, got deferred",
                "training: {embeddingUpdates: deferred, optimizer: {name: nesterov, weightDecay: 0.1}} | training.embeddingUpdates: expected lazy or dense with training.optimizer.weightDecay 0.1",
                "training: {embeddingUpdates: deferred, optimizer: {name: momentum}, averaging: {name: ema}} | training.embeddingUpdates: expected lazy or dense with training.averaging",
                "forecast: {quantiles: [0.9, 0.5]} | forecast.quantiles: expected rising numbers, with 0.5 among them",
                "forecast: {quantiles: [0.1, 0.9]} | forecast.quantiles: expected rising numbers, with 0.5 among them",
                "forecast: {quantiles: [0.5, 1]} | forecast.quantiles[1]: expected a number in (0, 1), got 1",
                "training: {labelSmoothing: 1} | training.labelSmoothing: expected a number in [0, 1), got 1",
                "training: {schedule: {floor: 0.1}} | training.schedule.floor: unknown key",
                "model: {dropout: {head: 1.0}} | model.dropout.head: expected a number in [0, 1), got 1.0",
                "model: {layers: []} | model.layers: expected at least one layer",
                "model: {layers: {cell: lstm}} | model.layers: expected a list, got {cell: lstm}",
                "model: {layers: [{cell: lstn}]} | model.layers[0].cell: expected one of elman, jordan, lstm, gru, minlstm, mingru, reservoir, got \"lstn\" (did you mean lstm?)",
                "model: {layers: [{cell: lstm}, {sise: 3}]} | model.layers[1].sise: unknown key, did you mean model.layers[1].size?",
                "model: {inputs: []} | model.inputs: expected at least one input",
                "model: {inputs: [{kind: letters}, {kind: letters}]} | model.inputs: expected at most one input of kind letters",
                "model: {inputs: [{kind: letters, shortest: 4, longest: 3}]} | model.inputs[0].longest: expected an integer in [4, 20], got 3",
                "model: {inputs: [{kind: letters, vectors: {}}]} | model.inputs[0].vectors: unknown key",
                "model: {inputs: [{kind: onehot}, {width: 5}]} | model.inputs: expected an input of kind onehot alone",
                "model: {inputs: [{kind: onehot, width: 5}]} | model.inputs[0].width: unknown key",
                "model: {inputs: [{kind: onehot}], dropout: {embedding: 0.1}} | model.dropout.embedding: expected 0 with an input of kind onehot",
                "model: {inputs: [{kind: onehot}], dropout: {embeddingRows: 0.1}} | model.dropout.embeddingRows: expected 0 with an input of kind onehot",
                "model: {inputs: [{kind: onehot}], layers: [{layer: convolution}]} | model.layers[0].layer: expected recurrent with an input of kind onehot",
                "model: {embedding: 5, inputs: [{width: 5}]} | model.inputs: expected either model.embedding or model.inputs",
                "model: {inputs: [{vectors: {source: random, tune: never}}]} | model.inputs[0].vectors.tune: unknown key",
                "model: {inputs: [{vectors: {source: file, path: v, tune: later}}]} | model.inputs[0].vectors.tune: expected always, never, or an integer >= 1, got \"later\"",
                "model: {inputs: [{vectors: {source: file, path: v, tune: 0}}]} | model.inputs[0].vectors.tune: expected always, never, or an integer in [1, 2147483646], got 0",
                "model: {residual: true} | model.residual: expected false with one layer, got true; add a layer",
                "model: {layerNorm: true} | model.layerNorm: expected false with one layer, got true; add a layer",
                "model: {residual: true, layers: [{size: 8}, {size: 8, bidirectional: true}]} | model.layers[1].size: expected outputs as wide as the layer before (8) with model.residual, got 16",
                "model: {residual: true, layers: [{size: 8}, {cell: jordan}]} | model.layers[1].size: expected outputs as wide as the layer before (8) with model.residual, got the number of outputs",
                "model: {residual: true, layers: [{size: 8}, {layer: convolution, size: 8, stride: 2}]} | model.layers[1].stride: expected 1 with model.residual, got 2",
                "model: {dropout: {recurrent: 0.5}, layers: [{cell: mingru}, {layer: convolution}]} | model.dropout.recurrent: expected 0 without a layer that has a recurrent matrix",
                "model: {layers: [{layer: convolution, cell: lstm}]} | model.layers[0].cell: unknown key",
                "model: {layers: [{kernel: 3}]} | model.layers[0].kernel: unknown key",
                "model: {layers: [{layer: convolution, kernel: 0}]} | model.layers[0].kernel: expected an integer in [1, 1000], got 0",
                "model: {dropout: {locked: true}} | model.dropout.locked: expected false without model.dropout.layers",
                "model: {penalties: {temporal: -1}} | model.penalties.temporal: expected a number >= 0, got -1",
                "model: {initializer: normal} | model.initializer: expected standard, or {normal: a number > 0}, got \"normal\"",
                "model: {initializer: {normal: 0}} | model.initializer.normal: expected a number > 0, got 0",
                "model: {initializer: {}} | model.initializer: expected standard, or {normal: a number > 0}",
                "model: {embedding: 100000} | model.inputs[0]: expected at most 2147483647 parameters, got 30016 rows of 100000; lower text.vocabulary or model.inputs[0].width, which model.embedding is short for",
                "model: {inputs: [{kind: letters, width: 100000, buckets: 30000, words: false}]} | model.inputs[0]: expected at most 2147483647 parameters, got 30000 rows of 100000; lower text.vocabulary or model.inputs[0].buckets or model.inputs[0].width",
                "training: {adversarial: {weight: 2}} | training.adversarial.weight: expected nothing with training.adversarial.epsilon 0, which perturbs nothing, got 2",
                "model: {softmax: {name: hierarchical}} | model.softmax.name: expected one of full, sampled, adaptive, got \"hierarchical\"",
                "model: {softmax: {name: adaptive, cutoffs: [5, 3]}} | model.softmax.cutoffs: expected integers in [1, 2147483647], rising, got [5, 3]",
                "model: {softmax: {name: adaptive, factor: 0}} | model.softmax.factor: expected an integer >= 1, got 0",
                "model: {softmax: {samples: 10}} | model.softmax.samples: unknown key",
                "model: {softmax: {name: sampled}} | model.softmax.name: expected full with task classify, got sampled",
                "model: {softmax: {tied: true}} | model.softmax.tied: expected false with task classify, got true",
                "model: {softmax: {name: sampled, tied: true}} | model.softmax.tied: unknown key",
                "model: {layers: [{cell: gru, forgetBias: 1}]} | model.layers[0].forgetBias: unknown key",
                "model: {layers: [{coupled: true, inputGate: false}]} | model.layers[0].inputGate: expected true with coupled: true, got false",
                "model: {layers: [{cell: gru, reset: never}]} | model.layers[0].reset: expected one of after, before, got \"never\"",
                "model: {layers: [{cell: elman, scale: 0}]} | model.layers[0].scale: expected a number > 0, got 0",
                "model: {layers: [{cell: jordan, outputs: 0}]} | model.layers[0].outputs: expected an integer in [1, 2147483647], got 0",
                "model: {layers: [{alpha: 0}]} | model.layers[0].alpha: expected a number in (0, 1], got 0",
                "model: {layers: [{alpha: slow}]} | model.layers[0].alpha: expected a number in (0, 1], [from, to], or learned, got \"slow\"",
                "model: {layers: [{alpha: [0.1]}]} | model.layers[0].alpha: expected a number in (0, 1], [from, to], or learned, got [0.1]",
                "model: {layers: [{alpha: [0.1, 2]}]} | model.layers[0].alpha[1]: expected a number in (0, 1], got 2",
                "model: {layers: [{lags: [4, 1]}]} | model.layers[0].lags: expected integers in [1, 1000], rising, got [4, 1]",
                "model: {layers: [{lags: []}]} | model.layers[0].lags: expected integers in [1, 1000], rising, got []",
                "model: {layers: [{lags: [0]}]} | model.layers[0].lags[0]: expected an integer in [1, 1000], got 0",
                "sync: {every: 0} | sync.every: expected auto, epoch, or an integer in [1, 2147483647], got 0",
                "sync: {every: often} | sync.every: expected auto, epoch, or an integer >= 1, got \"often\"",
                "sync: {strategy: gradient, every: epoch} | sync.every: expected a number of batches",
                "sync: {strategy: gradient, moments: reset} | sync.moments: expected keep with sync.strategy gradient, got reset",
                "sync: {strategy: gradient, outer: {momentum: 0.5}} | sync.outer: expected rate 1 and momentum 0",
                "bptt: {steps: 0} | bptt.steps: expected full, or an integer in [1, 2147483647], got 0",
                "bptt: {steps: half} | bptt.steps: expected full, or an integer >= 1, got \"half\"",
                "bptt: {warm: -1} | bptt.warm: expected an integer >= 0, got -1",
                "baseline: yes | baseline: expected true or false, got \"yes\"",
                "task: forecast | data.train.target: expected a column with numbers to forecast from a text, or data.train.sequence",
                "task: frames | data.train.sequence: expected a column with sequences of vectors with task frames, got nothing",
                "task: language | bptt.steps: expected an integer such as 35, because a document is one long sequence with task language",
                "training: {loss: huber} | training.loss: expected nothing with task classify, got huber",
                "training: {loss: binary} | training.loss: expected nothing with task classify, got binary",
                "training: {classLoss: hinge} | training.classLoss: expected one of crossentropy, squared, ordinal, got \"hinge\"",
                "classify: {order: [good]} | classify.order: expected two or more different labels, got [good]",
                "classify: {order: [good, bad, good]} | classify.order: expected two or more different labels, got [good, bad, good]",
                "classify: {order: [bad, good]} | classify.order: expected nothing without task classify and training.classLoss: ordinal, got bad, good",
                "training: {classLoss: ordinal, earlyStopping: {metric: accuracy}} | training.earlyStopping.metric: expected loss or mae with task classify, got accuracy",
                "training: {classLoss: ordinal, labelSmoothing: 0.1} | training.labelSmoothing: expected 0 with training.classLoss ordinal, got 0.1",
                "training: {classLoss: ordinal, adversarial: {epsilon: 5}} | training.adversarial.epsilon: expected 0 with training.classLoss ordinal, got 5",
                "task: clasify | task: expected one of autoencode, caption, classify, forecast, frames, keyterms, language, multilabel, parse, tag, transcribe, translate, got \"clasify\" (did you mean classify?)",
                "model: {wide: {ngrams: 4}} | model.wide.ngrams: expected an integer in [1, 3], got 4",
                "model: {wide: {start: bayes}} | model.wide.start: expected one of naiveBayes, regression, zero, got \"bayes\"",
                "text: {segment: 0} | text.segment: expected none, or an integer in [1, 2147483647], got 0",
                "text: {tokenizer: latin} | text.tokenizer: expected one of standard, punctuation, whitespace, cjk, smartcn, letters",
                "text: {lowercase: {a: b}} | text.lowercase: expected true or false, got {a: b}",
            })
    void wrongValuesNameTheKeyAndWhatWasExpected(String line, String expected) {
        var message = message(START + line + "\n");
        assertTrue(message.startsWith("conf/a.yaml:3: " + expected.strip()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task=classify | model.layers[1].teacherForcing: expected false without a target at every step (task language or tag, or task forecast without data.train.target), got true with task classify",
                "data.train.target=y | model.layers[1].teacherForcing: expected false without a target at every step (task language or tag, or task forecast without data.train.target), got true with task forecast",
                "model.layers=[{cell: jordan, output: linear, teacherForcing: true}, {}] | model.layers[0].teacherForcing: expected false except in the last layer",
                "model.layers=[{cell: jordan, teacherForcing: true}] | model.layers[0].output: expected linear with teacherForcing and task forecast, got softmax",
                "model.layers=[{cell: jordan, output: linear, outputs: 2, teacherForcing: true}] | model.layers[0].outputs: expected nothing with teacherForcing, because the targets set the width, got 2",
                "model.layers=[{cell: elman, teacherForcing: true}] | model.layers[0].teacherForcing: unknown key",
                "model.dropout.head=0.5 | model.dropout.head: expected 0 with teacherForcing (model.layers[1]), which leaves no head, got 0.5",
            })
    void aTeacherNeedsATargetAtEveryStep(String override, String expected) {
        var yaml =
                """
                task: forecast
                run: {dir: r}
                data: {train: {format: json, path: p, sequence: x}}
                model: {layers: [{}, {cell: jordan, output: linear, teacherForcing: true}]}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message = message(yaml, override);
        assertTrue(message.contains(expected.strip()), message);
    }

    /** A number of an n-gram holds 21 bits a word. */
    @Test
    void nGramsHaveWordsOfFewerThanTwoMillionIds() {
        var message = message(START, "model.wide={}", "text.vocabulary=3000000");
        assertTrue(message.contains("model.wide: expected at most 2097151 words"), message);
    }

    /** Its rows are the vectors that are read, of the width of the last layer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.embedding=16",
                "model.inputs=[{kind: onehot}]",
                "model.inputs=[{width: 8}, {width: 8}]",
                "model.inputs=[{width: 8, normalize: true}]",
                "model.layers=[{cell: jordan, size: 8, output: softmax, teacherForcing: true}]"
            })
    void aTiedSoftmaxNeedsATableOfItsWidth(String override) {
        var yaml =
                """
                task: language
                run: {dir: r}
                data: {train: {format: text, path: p}}
                model: {inputs: [{width: 8}], layers: [{size: 16}, {size: 8}], softmax: {tied: true}}
                bptt: {steps: 20}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        if (override.startsWith("model.embedding")) {
            yaml = yaml.replace("inputs: [{width: 8}]", "embedding: 8");
        }
        var message = message(yaml, override);
        assertTrue(message.contains("model.softmax.tied: expected false unless"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"layerDecay", "unfreeze"})
    void aTiedSoftmaxHasNoPlaceInTheOrderOfLayers(String setting) {
        var yaml =
                """
                task: language
                run: {dir: r}
                data: {train: {format: text, path: p}}
                model: {embedding: 8, layers: [{size: 8}], softmax: {tied: true}}
                bptt: {steps: 20}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var value = setting.equals("unfreeze") ? "1" : "0.5";
        var message = message(yaml, "training.optimizer." + setting + "=" + value);
        assertTrue(message.contains("model.softmax.tied: expected false with"), message);
    }

    @Test
    void aSampledSoftmaxNeedsAHead() {
        var yaml =
                """
                task: language
                run: {dir: r}
                data: {train: {format: text, path: p}}
                model: {softmax: {name: sampled, samples: 500}}
                bptt: {steps: 20}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message =
                message(
                        yaml,
                        "model.layers=[{cell: jordan, output: softmax, teacherForcing: true}]");
        assertTrue(
                message.contains(
                        "model.softmax.name: expected full with teacherForcing, which leaves no"
                                + " head, got sampled"),
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.train.target='' | data.train.target: expected the column with the text to write with task translate, got nothing",
                "text.tokenizer=cjk | text.tokenizer: expected a tokeniser whose words do not overlap, with task translate, got cjk",
                "text.tokenizer=letters | text.letters: expected 1 with task translate, got 3",
                "bptt.steps=10 | bptt.steps: expected full with task translate, got 10",
                "model.layers=[{layer: convolution}] | model.layers: expected a recurrent layer with task translate",
                "model.layers=[{cell: reservoir}] | model.layers[0].cell: expected a reservoir with a forecast of next steps only",
                "training.classWeights=balanced | training.classWeights: expected equal with task translate, got weights",
                "decoder.layers=3 | decoder.layers: expected an integer in [1, 2], got 3",
                "decoder.attention=product | decoder.attention: expected one of additive, dot, got \"product\"",
                "text.merges=-1 | text.merges: expected none, or an integer in [1, 1000000], got -1",
                "decoder.inputFeeding=1 | decoder.inputFeeding: expected true or false, got 1",
                "decoder.scheduledSampling=2 | decoder.scheduledSampling: expected a number in [0, 1], got 2",
                "decoder.beam=0 | decoder.beam: expected an integer in [1, 100], got 0",
                "training.earlyStopping.metric=f1 | training.earlyStopping.metric: expected loss or accuracy or bleu or chrf with task translate, got f1",
            })
    void mistakesOfTranslation(String override, String expected) {
        var yaml =
                """
                task: translate
                run: {dir: r}
                data: {train: {format: json, path: p, target: other}}
                """;
        var message = message(yaml, override);
        assertTrue(message.contains(expected), message);
        var other = message(START, "decoder.beam=2");
        assertTrue(
                other.contains(
                        "decoder: expected nothing with task classify, got settings of a decoder"),
                other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.train.vector='' | data.train.vector: expected the column with the vector with task caption, got nothing",
                "data.train.target='' | data.train.target: expected the column with the text to write with task caption, got nothing",
                "data.train.sequence=x | data.train.sequence: expected nothing with task caption, got x",
                "model.layers=[{bidirectional: true}] | model.layers[0].bidirectional: expected a recurrent layer in one direction, which writes, with task caption, got true",
                "model.layers=[{layer: convolution}] | model.layers[0].layer: expected a recurrent layer in one direction, which writes, with task caption, got convolution",
                "model.layers=[{cell: jordan, teacherForcing: true}] | model.layers[0].teacherForcing: expected false",
                "decoder.attention=dot | decoder: expected embedding, scheduledSampling, beam and lengthPenalty alone with task caption, got settings of layers",
                "model.dropout.words=0.1 | model.dropout.words: expected 0 if steps are vectors",
                "training.earlyStopping.metric=mae | training.earlyStopping.metric: expected loss or accuracy or bleu or chrf with task caption, got mae",
            })
    void mistakesOfCaptions(String override, String expected) {
        var yaml =
                """
                task: caption
                run: {dir: r}
                data: {train: {format: json, path: p, vector: features, target: text}}
                """;
        var message = message(yaml, override);
        assertTrue(message.contains(expected), message);
        var other = message(START, "data.train.vector=x");
        var nothing = "data.train.vector: expected nothing with task classify, got x";
        assertTrue(other.contains(nothing), other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "decoder.beam=2 | decoder: expected size, layers and embedding alone with task autoencode, got settings of texts",
                "data.train.target=x | data.train.target: expected nothing with task autoencode, got x",
                "bptt.steps=10 | bptt.steps: expected full with task autoencode, got 10",
                "model.layers=[{layer: convolution}] | model.layers: expected a recurrent layer with task autoencode",
                "autoencode.size=0 | autoencode.size: expected an integer >= 1, got 0",
                "training.earlyStopping.metric=bleu | training.earlyStopping.metric: expected loss or accuracy with task autoencode, got bleu",
                "task=tag | autoencode: expected nothing with task tag, got settings of task autoencode",
            })
    void mistakesOfAutoencoders(String override, String expected) {
        var yaml =
                """
                task: autoencode
                run: {dir: r}
                data: {train: {format: json, path: p}}
                autoencode: {size: 3}
                """;
        var message = message(yaml, override);
        assertTrue(message.contains(expected), message);
        var hits = message(yaml, "data.train.sequence=x", "training.earlyStopping.metric=accuracy");
        assertTrue(hits.contains("metric: expected loss with task autoencode"), hits);
        var frames = message(yaml, "data.train.sequence=x", "decoder.embedding=3");
        assertTrue(frames.contains("decoder: expected size and layers alone"), frames);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.train.target='' | data.train.target: expected the column with the tree with task parse, got nothing",
                "data.train.sequence=x | data.train.sequence: expected nothing with task parse, got x",
                "decoder.attentionColumn=true | decoder.attentionColumn: expected false with task parse, got true",
                "decoder.copyUnknown=false | decoder.copyUnknown: expected true with task parse, got false",
                "bptt.steps=10 | bptt.steps: expected full with task parse, got 10",
                "training.earlyStopping.metric=bleu | training.earlyStopping.metric: expected loss or f1 with task parse, got bleu",
                "model.layers=[{layer: convolution}] | model.layers: expected a recurrent layer with task parse",
                "text.maxLength=8193 | training.batchTokens: expected at least twice text.maxLength with task parse, 16386,",
            })
    void mistakesOfParsers(String override, String expected) {
        var yaml =
                """
                task: parse
                run: {dir: r}
                data: {train: {format: json, path: p, target: tree}}
                """;
        var message = message(yaml, override);
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text.tokenizer=letters | text.tokenizer: expected one that finds words with task keyterms, got letters",
                "data.train.sequence=x | data.train.sequence: expected nothing with task keyterms, got x",
                "model.layers=[{layer: convolution, stride: 2}, {}] | model.layers[0].stride: expected 1 with task keyterms, got 2",
                "model.layers=[{cell: jordan, teacherForcing: true}] | model.layers[0].teacherForcing: expected false",
                "keyterms.threshold=2 | keyterms.threshold: expected",
                "model.pooling=attention | model.pooling: expected max, since nothing is pooled, with task keyterms, got attention",
                "keyterms.most=0 | keyterms.most: expected",
                "training.earlyStopping.metric=accuracy | training.earlyStopping.metric: expected loss or f1 with task keyterms, got accuracy",
                "task=classify | keyterms: expected nothing with task classify, got settings of task keyterms",
            })
    void keyTermsNeedWords(String override, String expected) {
        var yaml =
                """
                task: keyterms
                run: {dir: r}
                data: {train: {format: json, path: p, label: terms}}
                keyterms: {most: 5}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of("training.earlyStopping.metric=f1"));
        var message = message(yaml, override);
        assertTrue(message.contains(expected.strip()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text.tokenizer=standard | text.tokenizer: expected whitespace, so that the words are those that have labels, with task tag, got standard",
                "text.stripHtml=true | text.stripHtml: expected false with task tag, got true",
                "model.layers=[{layer: convolution, stride: 2}, {}] | model.layers[0].stride: expected 1 with task tag, got 2",
                "model.layers=[{cell: jordan, teacherForcing: true}] | tag.head: expected softmax with teacherForcing, which feeds back one label at a time, got crf",
                "tag.intentWeight=0 | tag.intentWeight: expected",
                "tag.intentWeight=2 | tag.intentWeight: expected nothing without data.train.intent, got 2",
                "model.layers=[{cell: jordan, teacherForcing: true, output: linear}] | model.layers[0].output: expected softmax with teacherForcing and task tag, got linear",
                "model.layers=[{cell: jordan, teacherForcing: true, bidirectional: true}] | model.layers[0].bidirectional: expected false with teacherForcing",
                "training.classWeights=balanced | training.classWeights: expected equal with tag.head crf, whose loss is that of a whole sequence and not of its labels, got weights; use tag.head softmax",
                "training.classLoss=squared | training.classLoss: expected nothing with task tag, got squared",
                "training.earlyStopping.metric=errors | training.earlyStopping.metric: expected",
            })
    void wordsAndTheirLabelsStayAligned(String override, String expected) {
        var yaml =
                """
                task: tag
                run: {dir: r}
                data: {train: {format: json, path: p, label: tags}}
                text: {tokenizer: whitespace}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of("training.earlyStopping.metric=f1"));
        Tasks.reader()
                .read(
                        yaml,
                        "conf/a.yaml",
                        List.of("training.classWeights=balanced", "tag.head=softmax"));
        var message = message(yaml, override);
        assertTrue(message.contains(expected.strip()), message);
        var other = message(START, "tag.head=softmax");
        assertTrue(
                other.contains(
                        "tag: expected nothing with task classify, got settings of task tag"),
                other);
    }

    @Test
    void onlyAHeadBesideThatOfTheWordsPredictsAnIntent() {
        var other = message(START, "data.train.intent=x");
        assertTrue(
                other.contains("data.train.intent: expected nothing with task classify, got x"),
                other);
        var yaml =
                """
                task: tag
                run: {dir: r}
                data: {train: {format: json, path: p, label: tags, intent: x}}
                text: {tokenizer: whitespace}
                tag: {head: softmax}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var fed = message(yaml, "model.layers=[{cell: jordan, teacherForcing: true}]");
        assertTrue(fed.contains("data.train.intent: expected nothing with teacherForcing"), fed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.pooling=last | with model.pooling last, whose last state would be that of a segment",
                "model.pooling=concat | with model.pooling concat, whose last state would be that of a segment",
                "bptt.steps=20 | with bptt.steps 20, whose windows carry a state that segments do not",
                "data.train.sequence=x | where steps are vectors, not words; got 50",
                "task=transcribe | with task transcribe, got 50",
            })
    void segmentsOfATextNeedAPoolingOverAllOfThem(String override, String expected) {
        var yaml = START + "model: {pooling: max}\ntext: {segment: 50}\n";
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        Tasks.reader().read(yaml, "conf/a.yaml", List.of("task=forecast", "data.train.target=y"));
        var message = message(yaml, override);
        assertTrue(message.contains("text.segment: expected none " + expected.strip()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.train.sequence=x | epsilon: expected 0 where steps are vectors, not words; got 5",
                "model.inputs=[{kind: onehot}] | epsilon: expected 0 with one-hot words (model.inputs[0].kind onehot), which have no vectors; got 5",
                "task=transcribe | epsilon: expected 0 with task transcribe, got 5",
                "training.classLoss=squared | virtual: expected false with training.classLoss squared, whose scores are no probabilities, got true",
                "training.adversarial.epsilon=0 | virtual: expected false with training.adversarial.epsilon 0, which perturbs nothing, got true; give epsilon a norm such as 5",
                "training.adversarial.epsilon=-1 | epsilon: expected a number >= 0, got -1",
                "training.adversarial.weight=-1 | weight: expected a number >= 0, got -1",
            })
    void perturbationsAreOfWordVectorsOfClassifiedTexts(String override, String expected) {
        var yaml = START + "training: {adversarial: {epsilon: 5, virtual: true}}\n";
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        Tasks.reader().read(yaml, "conf/a.yaml", List.of("model.inputs=[{kind: letters}]"));
        var message = message(yaml, override);
        assertTrue(message.contains("training.adversarial." + expected.strip()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bptt.steps=20 | with bptt.steps 20, whose windows hold a part of a text's n-grams only",
                "data.train.sequence=x | if steps are vectors, not words",
                "task=transcribe | with task transcribe, got a section",
                "training.classLoss=ordinal | with training.classLoss ordinal, got a section",
            })
    void ngramsAreThoseOfWholeTexts(String override, String expected) {
        var yaml = START + "model: {wide: {ngrams: 2, start: naiveBayes}}\n";
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message = message(yaml, override);
        assertTrue(message.contains("model.wide: expected nothing " + expected.strip()), message);
    }

    @Test
    void modelsThatLearnApartAreNotPerturbedTogether() {
        var yaml = START + "model: {wide: {learns: apart}}\n";
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message = message(yaml, "training.adversarial={epsilon: 5}");
        assertTrue(
                message.contains(
                        "model.wide.learns: expected together with training.adversarial, whose"),
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "training.adversarial.virtual=false",
        "training.adversarial.epsilon=0",
        "task=transcribe"
    })
    void onlyVirtualPerturbationsReadRowsWithoutLabels(String override) {
        var yaml =
                START.replace("p}}", "p}, unlabelled: {path: q}}")
                        + "training: {adversarial: {epsilon: 5, virtual: true}}\n";
        var conf = Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        assertEquals("json", conf.data().unlabelled().format());
        var message = message(yaml, override);
        assertTrue(
                message.contains("data.unlabelled: expected nothing without training.adversarial")
                        || message.contains("with task transcribe"),
                message);
        var vectors = message(yaml, "data.unlabelled.sequence=x");
        assertTrue(vectors.contains("data.unlabelled: expected texts, because"), vectors);
    }

    @Test
    void probabilitiesNeedATargetColumn() {
        var yaml =
                """
                task: forecast
                run: {dir: r}
                data: {train: {format: json, path: p, sequence: x, target: y}}
                training: {loss: binary, earlyStopping: {metric: accuracy}}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        assertTrue(
                message(yaml.replace("binary", "huber"))
                        .contains("training.earlyStopping.metric: expected loss or mae or rmse"),
                "a metric of hits needs probabilities");
        assertTrue(
                message(yaml, "training.earlyStopping.metric=rmse")
                        .contains("training.earlyStopping.metric: expected loss or accuracy"),
                "a metric of errors needs numbers");
        var message = message(yaml.replace(", target: y", ""));
        assertTrue(
                message.startsWith(
                        "conf/a.yaml:4: training.loss: expected squared, absolute or huber with a"
                                + " forecast of next steps, got binary, which needs data.train.target"),
                message);
    }

    /** Every task has some mistake here. */
    @ParameterizedTest
    @EnumSource(TaskConf.class)
    void labelsOfAFixedSetHaveWeights(TaskConf task) {
        var yaml = START + "training: {classWeights: balanced}\n";
        var set = List.of("task=" + task.word(), "tag.head=softmax");
        var message = message(yaml, set.toArray(new String[0]));
        boolean weighted =
                EnumSet.of(
                                TaskConf.CLASSIFY,
                                TaskConf.FRAMES,
                                TaskConf.KEYTERMS,
                                TaskConf.MULTILABEL,
                                TaskConf.TAG)
                        .contains(task);
        assertEquals(!weighted, message.contains("training.classWeights"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.classWeights=balanced | training.classWeights: expected equal with task transcribe, got weights",
                "training.classLoss=squared | training.classLoss: expected nothing with task transcribe, got squared",
                "training.labelSmoothing=0.1 | training.labelSmoothing: expected 0 with task transcribe, got 0.1",
                "training.earlyStopping.metric=accuracy | training.earlyStopping.metric: expected loss or errors with task transcribe, got accuracy",
                "training.loss=huber | training.loss: expected nothing with task transcribe, got huber",
                "data.train.target=y | data.train.target: expected nothing with task transcribe, got y",
                "data.train.order=n | data.train.order: expected nothing with task transcribe, got n",
                "transcribe.languageModel.path=runs/lm | transcribe.beam: expected at least 2 with transcribe.languageModel.path, got 1",
                "transcribe.languageModel.weight=0.7 | transcribe.languageModel.path: expected the directory of a language model",
                "model.layers=[{cell: reservoir}] | model.layers[0].cell: expected a reservoir with a forecast of next steps only",
                "model.layers=[{cell: jordan, teacherForcing: true}] | model.layers[0].teacherForcing: expected false without a target at every step",
                "task=classify | training.earlyStopping.metric: expected loss or accuracy with task classify, got errors",
                "task=forecast | training.earlyStopping.metric: expected loss or mae or rmse with task forecast, got errors",
            })
    void aTranscriptionHasLabelsOnly(String override, String expected) {
        var yaml =
                """
                task: transcribe
                run: {dir: r}
                data: {train: {format: json, path: p, sequence: x, label: y}}
                model: {dropout: {head: 0.2, locked: true}}
                training: {earlyStopping: {metric: errors}}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message = message(yaml, override);
        assertTrue(message.contains(expected.strip()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task=classify | model.layers[0].cell: expected a reservoir with a forecast of next steps only",
                "data.train.target=y | model.layers[0].cell: expected a reservoir with a forecast of next steps",
                "model.layers=[{cell: reservoir}, {cell: lstm}] | model.layers[0].cell: expected a reservoir to be the only layer",
                "model.layers=[{cell: reservoir, alpha: 0.5}] | model.layers[0].alpha: unknown key",
                "model.layers=[{cell: reservoir, leak: 0}] | model.layers[0].leak: expected a number in (0, 1], got 0",
                "model.layers=[{cell: reservoir, spectralRadius: 0}] | model.layers[0].spectralRadius: expected a number > 0",
                "training.epochs=5 | training.epochs: expected an integer in [1, 1], got 5",
                "training.optimizer.rate=0.5 | training.optimizer: expected nothing with cell reservoir",
                "training.clip=none | training.clip: expected nothing with cell reservoir",
                "model.from=runs/a | model.from: expected nothing with cell reservoir",
                "training.optimizer.unfreeze=1 | training.optimizer.unfreeze: expected nothing with cell reservoir",
                "training.loss=huber | training.loss: expected nothing with cell reservoir",
                "training.loss=binary | training.loss: expected squared, absolute or huber with a forecast of next steps, got binary",
                "bptt.steps=5 | bptt: expected nothing with cell reservoir",
                "sync.strategy=gradient | sync: expected nothing with cell reservoir",
                "model.dropout.head=0.5 | model.dropout: expected nothing with cell reservoir",
                "training.ridge=[] | training.ridge: expected numbers > 0, got []",
                "training.ridge=[0] | training.ridge[0]: expected a number > 0, got 0",
            })
    void aReservoirAllowsNothingOfGradients(String override, String expected) {
        var yaml =
                """
                task: forecast
                run: {dir: r}
                data: {train: {format: json, path: p, sequence: x}}
                model: {layers: [{cell: reservoir}]}
                """;
        Tasks.reader().read(yaml, "conf/a.yaml", List.of());
        var message = message(yaml, override);
        assertTrue(message.contains(expected.strip()), message);
    }

    @Test
    void onlyAReservoirTakesARidge() {
        var message = message(START + "training: {ridge: [1]}\n");
        assertTrue(
                message.startsWith(
                        "conf/a.yaml:3: training.ridge: expected nothing without a reservoir"),
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "training.epoch, training.epochs",
        "training.batch_tokens, training.batchTokens",
        "training.rate, training.optimizer.rate",
        "epochs, training.epochs",
        "modle, model",
        "model.cell, model.layers[].cell",
        "text.maxlength, text.maxLength",
    })
    void unknownKeysNameTheNearest(String key, String nearest) {
        var message = message(START, key + "=1");
        assertTrue(message.startsWith("--set " + key + "=1: " + key + ": unknown key"), message);
        assertTrue(message.contains("did you mean " + nearest + "?"), message);
    }

    @Test
    void unknownKeysListTheSiblings() {
        assertEquals(
                "conf/a.yaml:4: checkpoint.kep: unknown key, did you mean checkpoint.keep?"
                        + " Expected one of minutes, keep in checkpoint",
                message(START + "checkpoint:\n  kep: 3\n"));
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        var lines =
                message(
                                "run: {dir: r}\nbaseline: 3\ndata: {trian: {format: json, path: p}}\n",
                                "training.epochs=x")
                        .lines()
                        .toList();
        assertEquals(4, lines.size(), lines.toString());
        assertTrue(
                lines.get(0)
                        .startsWith("conf/a.yaml: data.train.format: expected text, got nothing"));
        assertTrue(lines.get(1).startsWith("conf/a.yaml:2: baseline"), lines.get(1));
        assertTrue(
                lines.get(2)
                        .startsWith(
                                "conf/a.yaml:3: data.trian: unknown key, did you mean data.train?"));
        assertTrue(
                lines.get(3).startsWith("--set training.epochs=x: training.epochs"), lines.get(3));
    }

    @Test
    void aBatchThatCannotHoldTheLongestTextNamesBothSettings() {
        var message = message(START + "training: {batchTokens: 100}\ntext: {maxLength: 400}\n");
        assertTrue(message.startsWith("conf/a.yaml:3: training.batchTokens"), message);
        assertTrue(message.contains("text.maxLength (400)"), message);
    }

    @Test
    void earlyStoppingNeedsAValidationSet() {
        var message = message(START, "data.validation=0", "training.earlyStopping.patience=2");
        assertTrue(message.contains("training.earlyStopping.patience: expected 0"), message);
        assertTrue(message.contains("data.validation"), message);
    }

    @Test
    void truncatedBackpropagationReadsOneWay() {
        var message =
                message(START, "bptt.steps=5", "model.layers=[{size: 3}, {bidirectional: true}]");
        assertTrue(
                message.contains(
                        "bptt.steps: expected full with a bidirectional layer (model.layers[1]), got 5"),
                message);
    }

    @Test
    void truncatedBackpropagationCutsNoConvolution() {
        var message = message(START, "bptt.steps=5", "model.layers=[{layer: convolution}, {}]");
        assertTrue(
                message.contains(
                        "bptt.steps: expected full with a convolution (model.layers[0]), which looks"
                                + " at steps on both sides, got 5"),
                message);
    }

    @Test
    void aConvolutionForeseesNoStep() {
        var message =
                message(
                        START,
                        "task=forecast",
                        "data.train.sequence=s",
                        "model.layers=[{}, {layer: convolution}]");
        assertTrue(
                message.contains(
                        "model.layers[1].layer: expected layers that read from the start only"),
                message);
    }

    @Test
    void wordsAreDroppedWhereThereAreWords() {
        var message =
                message(
                        START,
                        "data.train.sequence=s",
                        "model.dropout={words: 0.1, embeddingRows: 0.2}");
        assertTrue(message.contains("model.dropout.words: expected 0 if steps are"), message);
        assertTrue(message.contains("model.dropout.embeddingRows: expected 0 if"), message);
    }

    @Test
    void inputsDescribeWords() {
        var vectors = message(START, "data.train.sequence=s", "model.inputs=[{kind: onehot}]");
        assertTrue(vectors.contains("model.inputs: expected nothing if steps are"), vectors);
        var language =
                message(
                        START,
                        "task=language",
                        "bptt.steps=5",
                        "model.inputs=[{width: 4}, {kind: letters}]");
        assertTrue(
                language.contains(
                        "model.inputs[1].kind: expected words or onehot with task language, got"
                                + " letters"),
                language);
    }

    @Test
    void aMaskIsLockedWhereThereIsARowAStep() {
        var head = "model.dropout={locked: true, head: 0.5}";
        var message = message(START, head);
        assertTrue(
                message.contains(
                        "model.dropout.locked: expected false without model.dropout.layers"),
                message);
        Tasks.reader().read(START, "conf/a.yaml", List.of("task=language", "bptt.steps=5", head));
    }

    @Test
    void anEmbeddingTooLargeForOneArrayIsRefused() {
        var message = message(START, "text.vocabulary=100000000", "model.embedding=128");
        assertTrue(message.contains("lower text.vocabulary or model.inputs[0].width"), message);
    }

    @Test
    void aTableHasOneNameAndAListOfPathsHoldsTexts() {
        var expected =
                Map.of(
                        "{format: table, path: [a, b]}",
                        "data.train.path: expected one path (format: table), got [a, b]",
                        "{format: json, path: []}",
                        "data.train.path: expected a path (format: json needs one), got []",
                        "{format: json, path: [{}]}",
                        "data.train.path[0]: expected text, got {}");
        expected.forEach(
                (source, mistake) -> {
                    var message = message("run: {dir: r}\ndata: {train: " + source + "}\n");
                    assertTrue(message.contains(mistake), message);
                });
    }

    @Test
    void aRunDirectoryIsOneLine() {
        var message = message(START, "run.dir=\"runs/a\\nb\"");
        assertTrue(message.contains("run.dir: expected a path without line breaks"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void aFileFormatNeedsAPath() {
        var message = message("run: {dir: r}\ndata:\n  train: {format: csv}\n");
        assertTrue(
                message.contains(
                        "data.train.path: expected a path (format: csv needs one), got nothing"),
                message);
    }

    @Test
    void onlyTheDateIsReplacedInTheRunDirectory() {
        var message = message(START, "run.dir=runs/${user}");
        assertTrue(message.contains("run.dir: expected no variable but ${date}"), message);
    }

    @Test
    void doubledKeysNameBothLines() {
        assertEquals(
                "conf/a.yaml:4: baseline: expected the key once, got it again (first: conf/a.yaml:3)",
                message(START + "baseline: true\nbaseline: false\n"));
    }

    @Test
    void whatIsNotYamlIsToldWithItsLine() {
        assertTrue(
                message(START + "text:\n\tvocabulary: 3\n")
                        .startsWith("conf/a.yaml:4: expected YAML, got a tab"));
        assertTrue(
                message(START + "text: {vocabulary: 3\n")
                        .startsWith("conf/a.yaml:4: expected YAML"));
        assertTrue(message(START + "a: b: c\n").startsWith("conf/a.yaml:3: expected YAML"));
        assertTrue(message(START + "a: *b\n").startsWith("conf/a.yaml:3: expected YAML"));
        assertTrue(
                message(START + "a: \u0007\n")
                        .startsWith("conf/a.yaml:3: expected text, got the character U+0007"));
        assertTrue(message("just a sentence").startsWith("conf/a.yaml:1: expected keys"));
        assertTrue(message("").contains("run.dir: expected text, got nothing"));
    }

    @Test
    void mistypedOverridesAreToldAsSuch() {
        assertTrue(message(START, "epochs").startsWith("--set epochs: expected key=value"));
        assertTrue(
                message(START, "training.clip={norm")
                        .startsWith("--set training.clip={norm: expected YAML"));
        var list = message(START + "model: {layers: [{size: 3}]}\n", "model.layers.0.size=4");
        assertTrue(list.contains("--set 'model.layers=[…]'"), list);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{format: csv, audio: {mels: 20}} | | data.train.audio: expected nothing (it is for format: wav), got {mels: 20}",
                "{format: wav, audio: {features: mfcc, mels: 9}} | | data.train.audio.coefficients: expected at most 9, as many as mels",
                "{format: wav} | {path: q, audio: {mels: 20}} | data.test.audio: expected what data.train.audio is, got {mels: 20}",
                "{format: wav, audio: {step: 0}} | | data.train.audio.step: expected a number > 0, got 0",
            })
    void soundsAreMeasuredInOneWay(String train, String test, String expected) {
        var more = test == null ? "{}" : "{test: " + test + "}";
        var message =
                message(
                        "run: {dir: r}\ndata: {train: %s, %s\n"
                                .formatted(
                                        train.replace("{format", "{path: p, format"),
                                        more.substring(1)));
        assertTrue(message.contains(expected), message);
    }

    @Test
    void aTestSourceSaysWhatItIs() {
        assertEquals(
                "conf/a.yaml: data.test.path: expected a path (format: json needs one), got nothing",
                message(START, "data.test={label: l}"));
        assertEquals(
                "conf/a.yaml: data.test.options: expected options of its own"
                        + " (else it is data.train again), got nothing",
                message(START, "data.train={format: jdbc}", "data.test={label: l}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time: t | series.values: expected a column or a list of columns",
                "values: y | series.time: expected",
                "time: t, values: y, every: fortnight | series.every: expected a whole number, or one with a unit such as 1 month",
                "time: t, values: y, every: 0 days | series.every: expected a whole number",
                "time: t, values: y, season: 30 | series.season: expected at most window and difference together, 24, got 30",
                "time: t, values: y, horizon: 3, test: 2 | series.test: expected 0, or at least horizon, 3, got 2",
                "time: t, values: y, known: k, window: 2, horizon: 3 | series.horizon: expected at most window, 2, with known, got 3",
                "time: t, values: y, inputs: k, recursive: true | series.recursive: expected false with inputs or known",
                "time: t, values: y, horizn: 3 | data.train.series.horizn: unknown key, did you mean data.train.series.horizon?"
            })
    void mistakesInSeries(String series, String expected) {
        var message = message(START + "task: forecast", "data.train.series={" + series + "}");
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task=classify | data.train.series: expected nothing with task classify",
                "data.train.target=x | data.train.series: expected no sequence, vector, target, intent or order beside it",
                "training.loss=binary | training.loss: expected squared, absolute, huber or quantile with data.train.series, got binary",
                "data.train.series.recursive=true | training.loss: expected squared, absolute or huber with a forecast that runs on from its own outputs, got quantile",
                "training.loss=squared | forecast.quantiles: expected nothing without task forecast and training.loss: quantile",
                "data.test.path=q | data.train.series.test: expected 0 with a source for the test, data.test, got 9"
            })
    void mistakesWithSeries(String setting, String expected) {
        var message =
                message(
                        START,
                        "task=forecast",
                        "data.train.series={time: t, values: y, test: 9}",
                        "training.loss=quantile",
                        "forecast.quantiles=[0.2, 0.5]",
                        setting);
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.loss=quantile | forecast.intervals: expected nothing without data.train.series, whose errors intervals may follow, got fixed",
                "training.loss=squared | forecast.intervals: expected nothing without task forecast and training.loss: quantile, got fixed"
            })
    void mistakesWithIntervals(String setting, String expected) {
        var message =
                message(
                        START,
                        "task=forecast",
                        "data.train.target=y",
                        "forecast.intervals=fixed",
                        setting);
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | 8 | tail | data.maxSteps: expected none where steps are words; set text.maxLength; got 8",
                "vector | 8 | tail | data.maxSteps: expected none with data.train.vector, a single step; got 8",
                "sequence | 20000 | tail | data.maxSteps: expected at most training.batchTokens (16384), so that the longest sequence fits, got 20000",
                "sequence | none | head | text.cut: expected tail where steps are vectors and data.maxSteps is none, so that nothing is cut; got head",
                "sequence | 0 | tail | data.maxSteps: expected none, or an integer in [1, 2147483647], got 0",
                "text | none | start | text.cut: expected one of tail, head, middle, got \"start\"",
            })
    void mistakesOfCuts(String column, String most, String cut, String expected) {
        var yaml =
                """
                task: %s
                run: {dir: r}
                data: {maxSteps: %s, train: {format: json, path: p, target: t, %s: x}}
                text: {cut: %s}
                """
                        .formatted(
                                column.equals("vector") ? "caption" : "forecast",
                                most,
                                column,
                                cut);
        assertTrue(message(yaml).contains(expected.strip()), message(yaml));
    }

    @Test
    void windowsOfSeriesAreNotCut() {
        var yaml =
                """
                task: forecast
                run: {dir: r}
                data:
                  train: {format: csv, path: p, series: {time: t, values: [x], every: day}}
                  maxSteps: 8
                """;
        var expected =
                "data.maxSteps: expected none with data.train.series, which data.train.series.window cuts; got 8";
        assertTrue(message(yaml).contains(expected), message(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "classify | text.tokenizer=letters | text.merges: expected none with text.tokenizer letters, which finds no words; got 9",
                "classify | model.inputs=[{kind: letters}] | text.merges: expected none with model.inputs[0].kind letters, which reads whole words; got 9",
                "classify | model.from=runs/x | text.merges: expected none with model.from, since pieces are learnt anew; got 9",
                "tag | text.tokenizer=whitespace | text.merges: expected none with task tag, got 9",
                "keyterms | text.minCount=1 | text.merges: expected none with task keyterms, got 9",
                "parse | data.train.target=t | text.merges: expected none with task parse, got 9",
            })
    void mistakesOfMerges(String task, String override, String expected) {
        var yaml =
                """
                task: %s
                run: {dir: r}
                data: {train: {format: json, path: p}}
                """
                        .formatted(task);
        var message = message(yaml, "text.merges=9", override);
        assertTrue(message.contains(expected), message);
    }
}
