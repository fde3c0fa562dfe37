package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.InputConf;
import unroll.conf.VectorsConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code model.embedding} and {@code model.inputs}. */
final class InputSection {
    private static final List<String> KINDS = List.of("words", "letters", "onehot");
    private static final List<String> SOURCES = List.of("random", "file", "word2vec");
    private static final Range WIDTH = Range.atLeast(1);

    private InputSection() {}

    static List<InputConf> read(Section model) {
        int width =
                model.integer(
                        "embedding",
                        128,
                        WIDTH,
                        "width of a word's vector; short for `inputs: [{kind: words, width: 128}]`");
        var given = model.own("inputs");
        var inputs = new ArrayList<InputConf>();
        for (var element : given.list()) {
            inputs.add(input(element.section()));
        }
        if (given.absent()) {
            return List.of(InputConf.Words.random(width));
        }
        if (inputs.isEmpty()) {
            given.wrong("at least one input such as {kind: words, width: 128}");
            return List.of(InputConf.Words.random(width));
        }
        if (inputs.stream().filter(InputConf.Letters.class::isInstance).count() > 1) {
            given.wrong("at most one input of kind letters");
        }
        if (inputs.size() > 1 && inputs.stream().anyMatch(InputConf.OneHot.class::isInstance)) {
            given.wrong("an input of kind onehot alone");
        }
        if (!model.own("embedding").absent()) {
            given.wrong("either model.embedding or model.inputs");
        }
        return List.copyOf(inputs);
    }

    private static InputConf input(Section input) {
        try (input) {
            var kind =
                    input.word(
                            "kind",
                            KINDS,
                            "words",
                            "`words` (a vector for each known word); `letters` (the sum of the vectors of a word's letter"
                                    + " n-grams, for words never seen too); `onehot` (no vectors: the first layer"
                                    + " has a row of weights for each word; stands alone)");
            if (kind.equals("onehot")) {
                return new InputConf.OneHot();
            }
            int width = input.integer("width", 128, WIDTH, "width of the input's vector");
            return kind.equals("letters")
                    ? letters(input, width)
                    : new InputConf.Words(width, vectors(input));
        }
    }

    private static InputConf letters(Section input, int width) {
        int shortest =
                input.integer(
                        "shortest",
                        3,
                        Range.closed(1, 20),
                        "letters of the shortest n-grams, the marks of a word's start and end included");
        var longest =
                input.value(
                        "longest", "an integer >= shortest", "6", "letters of the longest n-grams");
        return new InputConf.Letters(
                width,
                shortest,
                (int) longest.integer(Range.closed(shortest, 20), Math.max(shortest, 6)),
                input.integer(
                        "buckets", 20_000, Range.atLeast(1), "vectors that n-grams are hashed to"),
                input.flag(
                        "words",
                        true,
                        "whether each known word adds a vector of its own to the sum"));
    }

    private static VectorsConf vectors(Section input) {
        try (var vectors = input.section("vectors")) {
            var source =
                    vectors.word(
                            "source",
                            SOURCES,
                            "random",
                            "what words' vectors start from: `random`; `file` (text form of word2vec and GloVe, or word2vec's binary form);"
                                    + " `word2vec` (learnt from the training part by Spark MLlib)");
            if (source.equals("random")) {
                return new VectorsConf.Random();
            }
            if (source.equals("word2vec")) {
                return new VectorsConf.Word2Vec(
                        vectors.integer(
                                "window",
                                5,
                                Range.atLeast(1),
                                "words on either side that Word2Vec predicts from a word"),
                        vectors.integer(
                                "iterations",
                                5,
                                Range.atLeast(1),
                                "passes of Word2Vec over the training part"),
                        frozenEpochs(vectors));
            }
            return new VectorsConf.File(
                    vectors.required(
                            "path",
                            "file of vectors, also gzipped or zipped, on any Hadoop file system"),
                    frozenEpochs(vectors));
        }
    }

    private static int frozenEpochs(Section vectors) {
        var expected = "always, never, or an integer >= 1";
        var tune =
                vectors.value(
                        "tune",
                        expected,
                        "always",
                        "when vectors that do not start at random learn: always, never, or after so many epochs");
        if (tune.absent() || tune.is("always")) {
            return 0;
        }
        if (tune.is("never")) {
            return VectorsConf.ALL;
        }
        if (!tune.integral()) {
            tune.wrong(expected);
            return 0;
        }
        return (int) tune.integer(Range.closed(1, VectorsConf.ALL - 1), 0);
    }
}
