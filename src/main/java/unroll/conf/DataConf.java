package unroll.conf;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import unroll.conf.setting.Field;
import unroll.conf.setting.Field.Values;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;
import unroll.conf.setting.Value;
import unroll.conf.task.SeriesConf;

/**
 * The sources, and what is done with their rows.
 *
 * @param unlabelled texts without labels that a virtual perturbation is also trained on, null if
 *     there are none
 * @param test the test set, null if there is none
 * @param shards number of shards that the training examples are hashed into, or {@link #AUTO}
 */
public record DataConf(
        SourceConf train,
        SourceConf unlabelled,
        SourceConf test,
        ValidationConf validation,
        int shards,
        double maxRejected,
        int maxSteps,
        boolean standardize)
        implements Serializable {
    /** Chosen once the number of training examples is known. */
    public static final int AUTO = -1;

    public static final Field<DataConf, SourceConf> TRAIN =
            Nested.section("train", SourceConf.SETTINGS, DataConf::train);
    public static final Field<DataConf, SourceConf> UNLABELLED =
            Nested.optional(
                    "unlabelled", SourceConf.SETTINGS, DataConf::unlabelled, v -> v.get(TRAIN));
    public static final Field<DataConf, SourceConf> TEST =
            Nested.optional("test", SourceConf.SETTINGS, DataConf::test, v -> v.get(TRAIN));
    public static final Field<DataConf, ValidationConf> VALIDATION =
            Scalar.of(
                            "validation",
                            ValidationConf.TYPE,
                            DataConf::validation,
                            new ValidationConf.Share(0.1))
                    .means(
                            "share of the training source, chosen by a hash of the content; or a source of its own, as"
                                    + " `data.train`");
    public static final Field<DataConf, Integer> SHARDS =
            Scalar.of(
                            "shards",
                            Types.integerOr(Map.of(AUTO, "auto"), Range.atLeast(1)),
                            DataConf::shards,
                            AUTO)
                    .means(
                            "parts that the training examples are hashed into; `auto` chooses by their number");
    public static final Field<DataConf, Double> MAX_REJECTED =
            Scalar.of("maxRejected", Types.number(Range.closed(0, 1)), DataConf::maxRejected, 0.01)
                    .means("maximum share of bad rows in a source before the run ends");

    /** Not written without one: runs of older versions have no such key. */
    public static final Field<DataConf, Integer> MAX_STEPS =
            Scalar.of(
                            "maxSteps",
                            Types.integerOr(Map.of(0, "none"), Range.atLeast(1)),
                            DataConf::maxSteps,
                            0)
                    .means(
                            "maximum number of steps that are read of a sequence of vectors or a sound; `text.cut`"
                                    + " says which")
                    .writtenIf(data -> data.maxSteps() > 0);

    private static final Field<DataConf, Boolean> STANDARDIZE =
            Scalar.of("standardize", Types.flag(), DataConf::standardize, true)
                    .means(
                            "whether vectors and target values are standardised by the training set's means and"
                                    + " deviations; probabilities (`training.loss: binary`) never are");

    static final Settings<DataConf> SETTINGS =
            Settings.of(
                    v ->
                            new DataConf(
                                    v.get(TRAIN),
                                    v.get(UNLABELLED),
                                    v.get(TEST),
                                    v.get(VALIDATION),
                                    v.get(SHARDS),
                                    v.get(MAX_REJECTED),
                                    v.get(MAX_STEPS),
                                    v.get(STANDARDIZE)));

    /** Returns the same with another value of a field. */
    public <V> DataConf with(Field<DataConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    /** Returns the source of the training set. */
    public SourceConf trainSet() {
        return train.cut(SeriesConf.Part.TRAIN, share());
    }

    /**
     * Returns the source of the validation set; empty if it is a share of {@link #trainSet}, or
     * there is none.
     */
    public Optional<SourceConf> validationSet() {
        if (validation instanceof ValidationConf.Source own) {
            return Optional.of(own.source());
        }
        return train.series() == null || share() == 0
                ? Optional.empty()
                : Optional.of(heldOut(SeriesConf.Part.VALIDATION, share()));
    }

    /** Returns the share of the training source's rows that are for validation. */
    public double trainShare() {
        return train.series() == null ? share() : 0;
    }

    private double share() {
        return validation instanceof ValidationConf.Share some ? some.share() : 0;
    }

    /** Returns the source of the test set; empty if there is none. */
    public Optional<SourceConf> testSet() {
        if (test != null) {
            return Optional.of(test);
        }
        return train.series() == null || train.series().test() == 0
                ? Optional.empty()
                : Optional.of(heldOut(SeriesConf.Part.TEST, 0));
    }

    /** Returns windows of the training table, whose wrong rows {@link #trainSet} reports. */
    private SourceConf heldOut(SeriesConf.Part part, double validation) {
        return train.with(SourceConf.SERIES, train.series().of(part, validation).unreported());
    }

    /** Returns the same without masks of sounds. */
    DataConf undisturbed() {
        return with(TRAIN, train.with(SourceConf.AUDIO, train.audio().unmasked()));
    }

    /** Returns all sources by their keys. */
    public Map<String, SourceConf> sources() {
        var sources = new LinkedHashMap<String, SourceConf>();
        sources.put("data.train", train);
        if (unlabelled != null) {
            sources.put("data.unlabelled", unlabelled);
        }
        if (test != null) {
            sources.put("data.test", test);
        }
        if (validation instanceof ValidationConf.Source own) {
            sources.put("data.validation", own.source());
        }
        return sources;
    }

    /** Where the validation examples come from. */
    public sealed interface ValidationConf extends Serializable {
        /** A share, or a source that falls back on the one that was read first. */
        Type<ValidationConf> TYPE =
                new Type<>() {
                    private static final Range SHARE = Range.halfOpen(0, 1);

                    @Override
                    public String expected() {
                        return SHARE.of("a number") + ", or a source";
                    }

                    @Override
                    public ValidationConf read(
                            Value value, ValidationConf standard, Values<?> values) {
                        if (value.isMap()) {
                            var train = values.before(SourceConf.class);
                            return new Source(
                                    Nested.read(SourceConf.SETTINGS, value, values, train));
                        }
                        return new Share(value.number(SHARE, ((Share) standard).share()));
                    }

                    @Override
                    public Object write(ValidationConf validation) {
                        return validation instanceof Source own
                                ? Nested.write(SourceConf.SETTINGS, own.source())
                                : (Object) ((Share) validation).share();
                    }
                };

        /** A share of the training source in [0, 1), chosen by a hash of the content. */
        record Share(double share) implements ValidationConf {}

        /** A source of its own. */
        record Source(SourceConf source) implements ValidationConf {}
    }
}
