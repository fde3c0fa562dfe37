package unroll.conf.task;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code transcribe} alone.
 *
 * @param beam beginnings that are continued side by side; 1 reads the most probable alignment
 * @param languageModel what else labels are chosen by
 * @param wordSeparator label between two words; empty if labels spell no words
 */
public record TranscribeConf(int beam, LanguageModelConf languageModel, String wordSeparator)
        implements Serializable {
    private static final Field<TranscribeConf, Integer> BEAM =
            Scalar.of("beam", Types.integer(Range.closed(1, 1000)), TranscribeConf::beam, 1)
                    .means(
                            "how labels are found: 1, by the most probable alignment; more, by a search for the labels"
                                    + " whose alignments are most probable together, which continues so many"
                                    + " beginnings side by side (prefix beam search)");

    /** Not written with its defaults: runs of older versions have no such section. */
    private static final Field<TranscribeConf, LanguageModelConf> LANGUAGE_MODEL =
            Nested.section(
                            "languageModel",
                            LanguageModelConf.SETTINGS,
                            TranscribeConf::languageModel)
                    .writtenIf(conf -> !conf.languageModel().equals(LanguageModelConf.STANDARD));

    /** Not written if empty: runs of older versions have no such setting. */
    private static final Field<TranscribeConf, String> WORD_SEPARATOR =
            Scalar.of("wordSeparator", Types.text(), TranscribeConf::wordSeparator, "")
                    .means(
                            "label that stands between two words where labels are letters; with it the word error rate"
                                    + " is measured too")
                    .writtenIf(conf -> !conf.wordSeparator().isEmpty());

    public static final Settings<TranscribeConf> SETTINGS =
            Settings.of(
                    v ->
                            new TranscribeConf(
                                    v.get(BEAM), v.get(LANGUAGE_MODEL), v.get(WORD_SEPARATOR)));

    public static final TranscribeConf STANDARD = SETTINGS.standard();

    /**
     * A language model of the labels (Graves and Jaitly 2014, Hannun et al. 2014).
     *
     * @param path of a model of task {@code language} or its run; empty without one
     * @param weight of the logarithms of its probabilities
     * @param bonus for each label
     */
    public record LanguageModelConf(String path, double weight, double bonus)
            implements Serializable {
        private static final Field<LanguageModelConf, String> PATH =
                Scalar.of("path", Types.text(), LanguageModelConf::path, "")
                        .means(
                                "directory of a model of task `language`, or of its run, whose words are the labels: the"
                                        + " search of `transcribe.beam` also asks how probable they are after one"
                                        + " another");
        private static final Field<LanguageModelConf, Double> WEIGHT =
                Scalar.of(
                                "weight",
                                Types.number(Range.closed(0, 100)),
                                LanguageModelConf::weight,
                                0.5)
                        .means(
                                "what the log-probability by the language model is multiplied by before it is added to"
                                        + " that of the alignments");
        private static final Field<LanguageModelConf, Double> BONUS =
                Scalar.of(
                                "bonus",
                                Types.number(Range.closed(-100, 100)),
                                LanguageModelConf::bonus,
                                1.0)
                        .means(
                                "added for each label, since every further one makes a sequence less probable by the"
                                        + " language model");

        private static final Settings<LanguageModelConf> SETTINGS =
                Settings.of(v -> new LanguageModelConf(v.get(PATH), v.get(WEIGHT), v.get(BONUS)));

        public static final LanguageModelConf STANDARD = SETTINGS.standard();

        /** Returns whether there is one. */
        public boolean on() {
            return !path.isEmpty();
        }
    }
}
