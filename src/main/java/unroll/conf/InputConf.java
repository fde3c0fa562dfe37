package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Section;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.setting.Variants;

/** An input that represents a word. Several stand side by side. */
public sealed interface InputConf extends Serializable {
    /** The keys of all kinds. */
    static Variants<InputConf> settings() {
        return Variants.<InputConf>of(
                        "kind",
                        "words",
                        "`words` (a vector for each known word); `letters` (the sum of the vectors of a"
                                + " word's letter n-grams, also for unknown words); `onehot` (no vectors: the"
                                + " first layer has a row of weights for each word; must be the only input)")
                .or("words", Words.class, Words.SETTINGS)
                .or("letters", Letters.class, Letters.SETTINGS)
                .or("onehot", OneHot.class, Settings.of(v -> new OneHot()));
    }

    /**
     * Checks that inputs can stand side by side.
     *
     * @param model the section of the model
     */
    static void check(Section model, List<InputConf> inputs) {
        var given = model.value("inputs");
        if (given.isList() && given.list().isEmpty()) {
            given.wrong("at least one input such as {kind: words, width: 128}");
        }
        if (inputs.stream().filter(Letters.class::isInstance).count() > 1) {
            given.wrong("at most one input of kind letters");
        }
        if (inputs.size() > 1 && inputs.stream().anyMatch(OneHot.class::isInstance)) {
            given.wrong("an input of kind onehot alone");
        }
        if (!given.absent() && !model.value("embedding").absent()) {
            given.wrong("either model.embedding or model.inputs");
        }
    }

    /**
     * A vector for each known word and each bucket of unknown ones.
     *
     * @param width of a vector
     * @param normalize whether each column has mean 0 and variance 1 over the training set
     */
    record Words(int width, VectorsConf vectors, boolean normalize) implements InputConf {
        private static final Field<Words, Integer> WIDTH =
                Scalar.of("width", Types.integer(Range.atLeast(1)), Words::width, 128)
                        .means("width of the input's vector");
        private static final Field<Words, VectorsConf> VECTORS =
                Nested.section("vectors", VectorsConf.settings(), Words::vectors);
        private static final Field<Words, Boolean> NORMALIZE =
                Scalar.of("normalize", Types.flag(), Words::normalize, false)
                        .means(
                                "whether each number of the vectors is shifted and scaled to mean 0 and variance 1"
                                        + " over the words of the training set, at every step; the gradient"
                                        + " runs through mean and variance, so a step moves all words' vectors");

        static final Settings<Words> SETTINGS =
                Settings.of(v -> new Words(v.get(WIDTH), v.get(VECTORS), v.get(NORMALIZE)));

        /** Returns vectors that are initially random and learn from the first step. */
        public static Words random(int width) {
            return new Words(width, new VectorsConf.Random(), false);
        }
    }

    /** A one at the word's place: the first layer's input matrix is looked up. Stands alone. */
    record OneHot() implements InputConf {}

    /**
     * The sum of the vectors of a word's letter n-grams, which are hashed to buckets.
     *
     * @param width of a vector
     * @param shortest letters of an n-gram, the marks of a word's start and end included
     * @param longest letters of an n-gram
     * @param words whether each known word adds a vector of its own
     */
    record Letters(int width, int shortest, int longest, int buckets, boolean words)
            implements InputConf {
        private static final Range LENGTH = Range.closed(1, 20);

        private static final Field<Letters, Integer> WIDTH =
                Scalar.of("width", Types.integer(Range.atLeast(1)), Letters::width, 128)
                        .means("width of the input's vector");
        private static final Field<Letters, Integer> SHORTEST =
                Scalar.of("shortest", Types.integer(LENGTH), Letters::shortest, 3)
                        .means(
                                "letters of the shortest n-grams, the marks of a word's start and end included");
        private static final Field<Letters, Integer> LONGEST =
                Scalar.of(
                                "longest",
                                Types.integer("an integer >= shortest", LENGTH),
                                Letters::longest,
                                "6",
                                v -> Math.max(v.get(SHORTEST), 6))
                        .means("letters of the longest n-grams")
                        .checked(
                                (section, longest, v) -> {
                                    var given = section.value("longest");
                                    if (longest < v.get(SHORTEST)) {
                                        given.wrong(
                                                Range.closed(v.get(SHORTEST), 20).of("an integer"));
                                    }
                                });
        private static final Field<Letters, Integer> BUCKETS =
                Scalar.of("buckets", Types.integer(Range.atLeast(1)), Letters::buckets, 20_000)
                        .means("vectors that n-grams are hashed to");
        private static final Field<Letters, Boolean> WORDS =
                Scalar.of("words", Types.flag(), Letters::words, true)
                        .means("whether each known word adds a vector of its own to the sum");

        static final Settings<Letters> SETTINGS =
                Settings.of(
                        v ->
                                new Letters(
                                        v.get(WIDTH),
                                        v.get(SHORTEST),
                                        v.get(LONGEST),
                                        v.get(BUCKETS),
                                        v.get(WORDS)));
    }

    /** The initial values of word vectors, and the epoch in which they begin to learn. */
    sealed interface VectorsConf extends Serializable {
        /** For {@link #frozenEpochs}: they never learn. */
        int ALL = Integer.MAX_VALUE;

        /** The keys of all kinds. */
        static Variants<VectorsConf> settings() {
            return Variants.<VectorsConf>of(
                            "source",
                            "random",
                            "initial word vectors: `random`; `file` (text form of word2vec and GloVe, or"
                                    + " word2vec's binary form); `word2vec` (learned from the training set by Spark"
                                    + " MLlib)")
                    .or("random", Random.class, Settings.of(v -> new Random()))
                    .or("file", File.class, File.SETTINGS)
                    .or("word2vec", Word2Vec.class, Word2Vec.SETTINGS);
        }

        /** Epochs in which the vectors keep their initial values: 0 none, {@link #ALL} all. */
        int frozenEpochs();

        /** Random numbers. */
        record Random() implements VectorsConf {
            @Override
            public int frozenEpochs() {
                return 0;
            }
        }

        /**
         * A file of word2vec, text or binary, or of GloVe.
         *
         * @param path on any Hadoop file system
         */
        record File(String path, int frozenEpochs) implements VectorsConf {
            private static final Field<File, String> PATH =
                    Scalar.required("path", File::path)
                            .means(
                                    "file of vectors, also gzipped or zipped, on any Hadoop file system");
            private static final Field<File, Integer> TUNE = tune(File::frozenEpochs);

            static final Settings<File> SETTINGS =
                    Settings.of(v -> new File(v.get(PATH), v.get(TUNE)));
        }

        /**
         * Skip-gram vectors, learned from the training set before the network is (Mikolov et al.
         * 2013).
         *
         * @param window words on either side that a word predicts
         * @param iterations passes over the training set
         */
        record Word2Vec(int window, int iterations, int frozenEpochs) implements VectorsConf {
            private static final Field<Word2Vec, Integer> WINDOW =
                    Scalar.of("window", Types.integer(Range.atLeast(1)), Word2Vec::window, 5)
                            .means("words on either side that Word2Vec predicts from a word");
            private static final Field<Word2Vec, Integer> ITERATIONS =
                    Scalar.of(
                                    "iterations",
                                    Types.integer(Range.atLeast(1)),
                                    Word2Vec::iterations,
                                    5)
                            .means("passes of Word2Vec over the training set");
            private static final Field<Word2Vec, Integer> TUNE = tune(Word2Vec::frozenEpochs);

            static final Settings<Word2Vec> SETTINGS =
                    Settings.of(v -> new Word2Vec(v.get(WINDOW), v.get(ITERATIONS), v.get(TUNE)));
        }

        private static <T> Field<T, Integer> tune(Function<T, Integer> frozenEpochs) {
            return Scalar.of(
                            "tune",
                            Types.integerOr(Map.of(0, "always", ALL, "never"), Range.atLeast(1)),
                            frozenEpochs,
                            0)
                    .means(
                            "when vectors that are not initially random learn: always, never, or after so many epochs");
        }
    }
}
