package unroll.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.task.AutoencodeConf;
import unroll.conf.task.ClassifyConf;
import unroll.conf.task.DecoderConf;
import unroll.conf.task.ForecastConf;
import unroll.conf.task.KeyTermsConf;
import unroll.conf.task.LossConf;
import unroll.conf.task.TagConf;
import unroll.conf.task.TranscribeConf;

/** All settings of a run: the YAML file with its defaults filled in. */
public record Configuration(
        TaskConf task,
        RunConf run,
        DataConf data,
        TextConf text,
        ModelConf model,
        TrainingConf training,
        BpttConf bptt,
        TagConf tag,
        AutoencodeConf autoencode,
        ClassifyConf classify,
        ForecastConf forecast,
        KeyTermsConf keyterms,
        TranscribeConf transcribe,
        DecoderConf decoder,
        SyncConf sync,
        CheckpointConf checkpoint,
        DivergenceConf divergence,
        boolean baseline,
        KernelChoice kernels)
        implements Serializable {

    public static final Field<Configuration, TaskConf> TASK =
            Scalar.of("task", Types.choice(TaskConf.class), Configuration::task, TaskConf.CLASSIFY)
                    .means(
                            "`autoencode`, a vector for each sequence, from which it is repeated;"
                                    + " `caption`, a text for each vector;"
                                    + " `classify`, a class for each sequence; `forecast`, numbers for each sequence, the next steps of series, or each"
                                    + " next step; `frames`, a label for each vector of a sequence; `keyterms`, terms of a text; `language`, the next word of a text;"
                                    + " `multilabel`, a set of labels for each sequence;"
                                    + " `parse`, a tree over the words of a text;"
                                    + " `tag`, a label for each word or step; `transcribe`, a sequence of labels for"
                                    + " each longer sequence, not aligned with its steps (CTC); `translate`, a text"
                                    + " for each sequence, in words of its own");
    public static final Field<Configuration, RunConf> RUN =
            Nested.section("run", RunConf.SETTINGS, Configuration::run);
    public static final Field<Configuration, DataConf> DATA =
            Nested.section("data", DataConf.SETTINGS, Configuration::data);
    public static final Field<Configuration, TextConf> TEXT =
            Nested.section("text", TextConf.SETTINGS, Configuration::text);
    public static final Field<Configuration, ModelConf> MODEL =
            Nested.section("model", ModelConf.SETTINGS, Configuration::model);
    public static final Field<Configuration, TrainingConf> TRAINING =
            Nested.section("training", TrainingConf.SETTINGS, Configuration::training);
    public static final Field<Configuration, BpttConf> BPTT =
            Nested.section("bptt", BpttConf.SETTINGS, Configuration::bptt);

    /** Written with its task only: runs of older versions have no such section. */
    public static final Field<Configuration, TagConf> TAG =
            Nested.section("tag", TagConf.SETTINGS, Configuration::tag)
                    .writtenIf(conf -> conf.task() == TaskConf.TAG);

    /** Written with its task only: runs of older versions have no such section. */
    public static final Field<Configuration, AutoencodeConf> AUTOENCODE =
            Nested.section("autoencode", AutoencodeConf.SETTINGS, Configuration::autoencode)
                    .writtenIf(conf -> conf.task() == TaskConf.AUTOENCODE);

    /** Not written with its defaults: runs of older versions have no such section. */
    public static final Field<Configuration, ClassifyConf> CLASSIFY =
            Nested.section("classify", ClassifyConf.SETTINGS, Configuration::classify)
                    .writtenIf(conf -> !conf.classify().equals(ClassifyConf.STANDARD));

    /** Written with quantiles only: runs of older versions have no such section. */
    public static final Field<Configuration, ForecastConf> FORECAST =
            Nested.section("forecast", ForecastConf.SETTINGS, Configuration::forecast)
                    .writtenIf(
                            conf ->
                                    conf.training().loss() == LossConf.QUANTILE
                                            || !conf.forecast().equals(ForecastConf.STANDARD));

    /** Written with its task only: runs of older versions have no such section. */
    public static final Field<Configuration, KeyTermsConf> KEYTERMS =
            Nested.section("keyterms", KeyTermsConf.SETTINGS, Configuration::keyterms)
                    .writtenIf(conf -> conf.task() == TaskConf.KEYTERMS);

    /** Not written with its defaults: runs of older versions have no such section. */
    public static final Field<Configuration, TranscribeConf> TRANSCRIBE =
            Nested.section("transcribe", TranscribeConf.SETTINGS, Configuration::transcribe)
                    .writtenIf(conf -> !conf.transcribe().equals(TranscribeConf.STANDARD));

    /** Written with tasks that have one only: runs of older versions have no such section. */
    public static final Field<Configuration, DecoderConf> DECODER =
            Nested.section("decoder", DecoderConf.SETTINGS, Configuration::decoder)
                    .writtenIf(conf -> conf.task().writes());

    public static final Field<Configuration, SyncConf> SYNC =
            Nested.section("sync", SyncConf.SETTINGS, Configuration::sync);
    public static final Field<Configuration, CheckpointConf> CHECKPOINT =
            Nested.section("checkpoint", CheckpointConf.SETTINGS, Configuration::checkpoint);
    public static final Field<Configuration, DivergenceConf> DIVERGENCE =
            Nested.section("divergence", DivergenceConf.SETTINGS, Configuration::divergence);
    private static final Field<Configuration, Boolean> BASELINE =
            Scalar.of(
                            "baseline",
                            Types.flag(),
                            Configuration::baseline,
                            "true; false unless texts are classified",
                            Configuration::classifiesTexts)
                    .means(
                            "whether a linear model of n-grams is trained too, to compare the network's figures"
                                    + " with")
                    .checked(
                            (section, baseline, v) -> {
                                if (baseline && !classifiesTexts(v)) {
                                    section.value("baseline")
                                            .wrong("false unless texts are classified");
                                }
                            });
    public static final Field<Configuration, KernelChoice> KERNELS =
            Scalar.of(
                            "kernels",
                            Types.choice(KernelChoice.class),
                            Configuration::kernels,
                            KernelChoice.AUTO)
                    .means(
                            "`auto` is SIMD if the JVM has the module, else scalar; both give the same bits");

    /** Every setting, in the order of the file. */
    public static final Settings<Configuration> SETTINGS =
            Settings.of(
                    v ->
                            new Configuration(
                                    v.get(TASK),
                                    v.get(RUN),
                                    v.get(DATA),
                                    v.get(TEXT),
                                    v.get(MODEL),
                                    v.get(TRAINING),
                                    v.get(BPTT),
                                    v.get(TAG),
                                    v.get(AUTOENCODE),
                                    v.get(CLASSIFY),
                                    v.get(FORECAST),
                                    v.get(KEYTERMS),
                                    v.get(TRANSCRIBE),
                                    v.get(DECODER),
                                    v.get(SYNC),
                                    v.get(CHECKPOINT),
                                    v.get(DIVERGENCE),
                                    v.get(BASELINE),
                                    v.get(KERNELS)));

    /** The defaults of all settings that have one; text without a default is empty. */
    public static final Configuration STANDARD = SETTINGS.standard();

    /** Returns the same with another value of a field. */
    public <V> Configuration with(Field<Configuration, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    private static boolean classifiesTexts(Field.Values<Configuration> values) {
        return values.get(TASK) == TaskConf.CLASSIFY && values.get(DATA).train().words();
    }

    /**
     * Returns the parameters with a rate of their own: the groups that were given, then those by
     * layer. A parameter is in the first group that matches.
     */
    public List<GroupConf> groups() {
        var groups = new ArrayList<>(training.groups());
        var layers = task.layersBelowHead(model.layers().size(), decoder.layers());
        groups.addAll(training.byLayer().groups(training.optimizer(), layers));
        return groups;
    }

    /**
     * Returns whether training leaves a parameter as it is: because its vectors are not tuned yet,
     * or because its group does not move, or not yet.
     *
     * @param parameter its name in the layout
     * @param epoch from 0
     */
    public boolean frozen(String parameter, int epoch) {
        int frozen =
                groups().stream()
                        .filter(group -> group.matches(parameter))
                        .findFirst()
                        .map(GroupConf::frozenEpochs)
                        .orElse(0);
        return epoch < model.frozenEpochs(parameter) || epoch < frozen;
    }

    /** Returns whether the number of shards or the length of a round is still to be chosen. */
    public boolean open() {
        return data.shards() == DataConf.AUTO || sync.every() == SyncConf.AUTO;
    }

    /**
     * Returns the same with what is still {@link #open} chosen.
     *
     * @param shards unless their number was given
     * @param every batches of each shard in a round, unless given
     */
    public Configuration chosen(int shards, int every) {
        return with(
                        DATA,
                        data.shards() == DataConf.AUTO ? data.with(DataConf.SHARDS, shards) : data)
                .with(
                        SYNC,
                        sync.every() == SyncConf.AUTO ? sync.with(SyncConf.EVERY, every) : sync);
    }

    /**
     * Returns the same with nothing but the loss of whole sequences to minimise: no dropout, masks,
     * penalty, smoothing, segments.
     */
    public Configuration undisturbed(int batch, int batchTokens) {
        return with(MODEL, model.undisturbed())
                .with(DATA, data.undisturbed())
                .with(TEXT, text.with(TextConf.SEGMENT, 0))
                .with(DECODER, decoder.with(DecoderConf.SCHEDULED_SAMPLING, 0.0))
                .with(TRANSCRIBE, TranscribeConf.STANDARD)
                .with(TRAINING, training.unsmoothed(batch, batchTokens));
    }

    /**
     * The run itself.
     *
     * @param seed the only source of randomness
     */
    public record RunConf(String dir, long seed) implements Serializable {
        private static final Field<RunConf, String> DIR =
                Scalar.required("dir", RunConf::dir)
                        .means(
                                "run directory on any Hadoop file system; in every text, `${date}` becomes the day of"
                                        + " the launch (or of `--date`), such as 2026-01-31, and `${env:NAME}` the value"
                                        + " of the environment variable")
                        .checked(
                                (section, dir, v) -> {
                                    // Messages and commands with the path would be torn apart.
                                    if (dir != null
                                            && dir.chars().anyMatch(Character::isISOControl)) {
                                        section.value("dir")
                                                .wrong("a path without line breaks or tabs");
                                    }
                                });
        private static final Field<RunConf, Long> SEED =
                Scalar.of("seed", Types.whole(), RunConf::seed, 1L)
                        .means("the only source of randomness");

        private static final Settings<RunConf> SETTINGS =
                Settings.of(v -> new RunConf(v.get(DIR), v.get(SEED)));
    }

    /**
     * How far back gradients go.
     *
     * @param steps steps of a window: the state is carried from one to the next, the gradient is
     *     not; 0 is the whole sequence
     * @param warm steps before a worker's first window over which it computes the state again
     */
    public record BpttConf(int steps, int warm) implements Serializable {
        private static final Field<BpttConf, Integer> STEPS =
                Scalar.of(
                                "steps",
                                Types.integerOr(Map.of(0, "full"), Range.atLeast(1)),
                                BpttConf::steps,
                                0)
                        .means(
                                "steps of a window of truncated backpropagation: the state is carried across windows,"
                                        + " the gradient is cut there");
        private static final Field<BpttConf, Integer> WARM =
                Scalar.of("warm", Types.integer(Range.atLeast(0)), BpttConf::warm, 50)
                        .means(
                                "steps before its first window over which a worker computes the carried state again;"
                                        + " for sequences longer than a round");

        private static final Settings<BpttConf> SETTINGS =
                Settings.of(v -> new BpttConf(v.get(STEPS), v.get(WARM)));

        /** Returns whether gradients end before the sequence does. */
        public boolean truncated() {
            return steps > 0;
        }
    }

    /**
     * When checkpoints are written and deleted.
     *
     * @param minutes most minutes between two checkpoints; each epoch ends with one
     * @param keep newest checkpoints that stay; the best stays too
     */
    public record CheckpointConf(double minutes, int keep) implements Serializable {
        private static final Field<CheckpointConf, Double> MINUTES =
                Scalar.of("minutes", Types.number(Range.above(0)), CheckpointConf::minutes, 10.0)
                        .means("maximum minutes between two checkpoints; each epoch ends with one");
        private static final Field<CheckpointConf, Integer> KEEP =
                Scalar.of("keep", Types.integer(Range.atLeast(1)), CheckpointConf::keep, 3)
                        .means("newest checkpoints that are kept; the best is kept too");

        private static final Settings<CheckpointConf> SETTINGS =
                Settings.of(v -> new CheckpointConf(v.get(MINUTES), v.get(KEEP)));
    }

    /** When a round is discarded, and when a run gives up. */
    public record DivergenceConf(double maxSkipped, int retries) implements Serializable {
        private static final Field<DivergenceConf, Double> MAX_SKIPPED =
                Scalar.of(
                                "maxSkipped",
                                Types.number(Range.closed(0, 1)),
                                DivergenceConf::maxSkipped,
                                0.1)
                        .means(
                                "maximum share of a round's batches whose loss or gradient is not finite");
        private static final Field<DivergenceConf, Integer> RETRIES =
                Scalar.of("retries", Types.integer(Range.atLeast(0)), DivergenceConf::retries, 3)
                        .means("rounds discarded, each halving the rate, before the run gives up");

        private static final Settings<DivergenceConf> SETTINGS =
                Settings.of(v -> new DivergenceConf(v.get(MAX_SKIPPED), v.get(RETRIES)));
    }
}
