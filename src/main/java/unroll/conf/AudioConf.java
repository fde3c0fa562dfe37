package unroll.conf;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Field.Values;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Section;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * How sounds become vectors.
 *
 * @param rate samples a second of the sounds; others are measured as if they had this rate
 * @param window milliseconds of a frame
 * @param step milliseconds from one frame to the next
 * @param mels number of bands on the mel scale
 * @param coefficients number of cepstral coefficients
 * @param deltas orders of slopes in time beside the features
 * @param mask what training does not see of them
 */
public record AudioConf(
        Features features,
        int rate,
        double window,
        double step,
        int mels,
        int coefficients,
        int deltas,
        MaskConf mask)
        implements Serializable {
    private static final Field<AudioConf, Features> FEATURES =
            Scalar.of(
                            "features",
                            Types.choice(Features.class),
                            AudioConf::features,
                            Features.LOGMEL)
                    .means(
                            "vectors of a sound: `logmel`, logarithms of the energy in bands on the mel scale;"
                                    + " `mfcc`, their cepstral coefficients");
    private static final Field<AudioConf, Integer> RATE =
            Scalar.of("rate", Types.integer(Range.atLeast(1)), AudioConf::rate, 16_000)
                    .means(
                            "samples a second of the sounds; of files with another rate, the same frequencies are"
                                    + " measured");
    private static final Field<AudioConf, Double> WINDOW =
            Scalar.of("window", Types.number(Range.above(0)), AudioConf::window, 25.0)
                    .means("milliseconds of sound that a vector describes");
    private static final Field<AudioConf, Double> STEP =
            Scalar.of("step", Types.number(Range.above(0)), AudioConf::step, 10.0)
                    .means("milliseconds from one vector to the next");
    private static final Field<AudioConf, Integer> MELS =
            Scalar.of("mels", Types.integer(Range.closed(1, 1000)), AudioConf::mels, 40)
                    .means("number of bands on the mel scale, from 0 Hz to half of `rate`");
    private static final Field<AudioConf, Integer> COEFFICIENTS =
            Scalar.of(
                            "coefficients",
                            Types.integer(Range.closed(1, 1000)),
                            AudioConf::coefficients,
                            13)
                    .means("number of cepstral coefficients of `mfcc`, at most `mels`")
                    .checked(
                            (section, coefficients, v) -> {
                                if (v.get(FEATURES) == Features.MFCC
                                        && coefficients > v.get(MELS)) {
                                    section.value("coefficients")
                                            .wrong("at most " + v.get(MELS) + ", as many as mels");
                                }
                            });
    private static final Field<AudioConf, Integer> DELTAS =
            Scalar.of("deltas", Types.integer(Range.closed(0, 2)), AudioConf::deltas, 0)
                    .means("1 adds the slopes of the features in time, 2 also the slopes of these");

    private static final Field<AudioConf, MaskConf> MASK =
            Nested.section("mask", MaskConf.SETTINGS, AudioConf::mask);

    static final Settings<AudioConf> SETTINGS =
            Settings.of(
                    v ->
                            new AudioConf(
                                    v.get(FEATURES),
                                    v.get(RATE),
                                    v.get(WINDOW),
                                    v.get(STEP),
                                    v.get(MELS),
                                    v.get(COEFFICIENTS),
                                    v.get(DELTAS),
                                    v.get(MASK)));

    public static final AudioConf STANDARD = SETTINGS.standard();

    /** Returns the same without masks. */
    public AudioConf unmasked() {
        return SETTINGS.with(this, MASK, MaskConf.SETTINGS.standard());
    }

    /** Returns the number of features of a step without slopes. */
    public int values() {
        return features == Features.MFCC ? coefficients : mels;
    }

    /** Returns the number of features of a step. */
    public int width() {
        return values() * (1 + deltas);
    }

    /**
     * Parts of each sound that are masked in training (SpecAugment, Park et al. 2019).
     *
     * @param times masks of steps
     * @param steps maximum width of each
     * @param bands masks of bands
     * @param width maximum width of each
     */
    public record MaskConf(int times, int steps, int bands, int width) implements Serializable {
        private static final Field<MaskConf, Integer> TIMES =
                Scalar.of("times", Types.integer(Range.closed(0, 100)), MaskConf::times, 0)
                        .means("masks of steps on each sound in training, drawn for each epoch");
        private static final Field<MaskConf, Integer> STEPS =
                Scalar.of("steps", Types.integer(Range.atLeast(1)), MaskConf::steps, 20)
                        .means("maximum steps of a mask; never more than a fifth of the sound");
        private static final Field<MaskConf, Integer> BANDS =
                Scalar.of("bands", Types.integer(Range.closed(0, 100)), MaskConf::bands, 0)
                        .means(
                                "masks of neighbouring bands, or coefficients, on each sound in training");
        private static final Field<MaskConf, Integer> WIDTH =
                Scalar.of("width", Types.integer(Range.atLeast(1)), MaskConf::width, 8)
                        .means("maximum bands of a mask");

        private static final Settings<MaskConf> SETTINGS =
                Settings.of(
                        v -> new MaskConf(v.get(TIMES), v.get(STEPS), v.get(BANDS), v.get(WIDTH)));

        /** Returns whether anything is masked. */
        public boolean on() {
            return times > 0 || bands > 0;
        }
    }

    /** Refuses such a section of a source without sounds, and one that differs from training's. */
    static void check(Section section, AudioConf audio, Values<SourceConf> values) {
        var given = section.value("audio");
        if (given.absent()) {
            return;
        }
        if (!SourceConf.isSound(values.get(SourceConf.FORMAT))) {
            given.wrong("nothing (it is for format: wav)");
        } else if (!values.fallback().map(SourceConf::audio).orElse(audio).equals(audio)) {
            given.wrong("what data.train.audio is");
        }
    }

    /** What a step's vector holds. */
    public enum Features {
        LOGMEL,
        MFCC
    }
}
