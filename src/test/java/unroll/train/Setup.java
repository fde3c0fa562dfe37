package unroll.train;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.AdversarialConf;
import unroll.conf.AveragingConf;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.Configuration.CheckpointConf;
import unroll.conf.Configuration.DivergenceConf;
import unroll.conf.Configuration.RunConf;
import unroll.conf.DataConf;
import unroll.conf.EncoderLayer;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.SyncConf;
import unroll.conf.SyncConf.Moments;
import unroll.conf.SyncConf.Outer;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.TextConf;
import unroll.conf.TrainingConf;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.data.Batcher;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Calibration;
import unroll.math.RandomKeys;
import unroll.nn.batch.Spelling;
import unroll.task.classify.Classify;
import unroll.text.NGramTable;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** A small classifier over made-up words, with every setting that a test may want to turn. */
public final class Setup {
    public static final int VOCABULARY = 60;

    public int epochs = 2;
    public int batch = 4;
    public int segment;
    public OptimizerConf optimizer = new OptimizerConf.Adam(0.01, 0.9, 0.999, 1e-8);
    public ScheduleConf schedule = new ScheduleConf.Cosine(3, 0.1);
    public ClipConf clip = new ClipConf.Norm(1);
    public List<GroupConf> groups = List.of();
    public GroupConf.ByLayer byLayer = GroupConf.ByLayer.ALIKE;
    public AveragingConf averaging = new AveragingConf.None();
    public boolean unlabelled;
    public AdversarialConf adversarial = AdversarialConf.NONE;
    public ClassLoss classLoss = ClassLoss.CROSSENTROPY;
    public EmbeddingUpdates updates = EmbeddingUpdates.LAZY;
    public EarlyStopping stopping = new EarlyStopping(EarlyStopping.Metric.LOSS, 0);
    public Strategy strategy = Strategy.AVERAGE;
    public int every = 3;
    public Moments moments = Moments.KEEP;
    public Outer outer = new Outer(1, 0, false);
    public DivergenceConf divergence = new DivergenceConf(0.1, 3);
    public CheckpointConf checkpoint = new CheckpointConf(1e9, 2);
    public ModelConf.Pooling pooling = ModelConf.Pooling.MAX;
    public double dropout = 0.2;
    public ModelConf.PenaltyConf penalties = new ModelConf.PenaltyConf(0, 0);
    public InputConf input = InputConf.Words.random(6);
    public List<EncoderLayer.RecurrentConf> layers =
            List.of(new EncoderLayer.RecurrentConf(CellConf.Name.LSTM, 5, true));
    List<Double> classWeights = List.of(1.0, 1.5);

    public WorkerSpec spec() {
        double ofVectors = input instanceof InputConf.OneHot ? 0 : dropout;
        var model =
                new ModelConf(
                                List.of(input),
                                layers,
                                pooling,
                                new ModelConf.DropoutConf(dropout / 2, ofVectors, dropout, dropout))
                        .with(ModelConf.PENALTIES, penalties);
        var training =
                TrainingConf.STANDARD
                        .with(TrainingConf.EPOCHS, epochs)
                        .with(TrainingConf.BATCH, batch)
                        .with(TrainingConf.BATCH_TOKENS, 64)
                        .with(
                                TrainingConf.OPTIMIZER,
                                new TrainingConf.Optimizer(optimizer, groups, byLayer))
                        .with(TrainingConf.SCHEDULE, schedule)
                        .with(TrainingConf.CLIP, clip)
                        .with(TrainingConf.AVERAGING, averaging)
                        .with(TrainingConf.ADVERSARIAL, adversarial)
                        .with(TrainingConf.CLASS_LOSS, classLoss)
                        .with(TrainingConf.EMBEDDING_UPDATES, updates)
                        .with(TrainingConf.EARLY_STOPPING, stopping);
        var conf =
                Configuration.STANDARD
                        .with(Configuration.RUN, new RunConf("run", 7))
                        .with(Configuration.DATA, data())
                        .with(Configuration.TEXT, TextConf.STANDARD.with(TextConf.SEGMENT, segment))
                        .with(Configuration.MODEL, model)
                        .with(Configuration.TRAINING, training)
                        .with(Configuration.SYNC, new SyncConf(strategy, every, moments, outer))
                        .with(Configuration.CHECKPOINT, checkpoint)
                        .with(Configuration.DIVERGENCE, divergence);
        return new WorkerSpec(
                conf,
                new Classify(
                        conf,
                        VOCABULARY,
                        0,
                        classWeights,
                        Calibration.NONE,
                        NGramTable.NONE,
                        classLoss == ClassLoss.ORDINAL ? List.of(0.0, 1.0) : List.of()));
    }

    private DataConf data() {
        var data = Configuration.STANDARD.data();
        return unlabelled ? data.with(DataConf.UNLABELLED, data.train()) : data;
    }

    public static WorkerSpec spec(Strategy strategy) {
        var setup = new Setup();
        setup.strategy = strategy;
        return setup.spec();
    }

    public static State start(WorkerSpec spec) {
        return State.initial(spec.task().network().layout().initialParameters(5), spec.conf());
    }

    /**
     * Shards of as many examples. A text's class is whether its words are mostly from the upper
     * half of the vocabulary.
     */
    public static List<Shard> shards(int... sizes) {
        return shards(Spelling.NONE, sizes);
    }

    /** The same with words of a spelling. */
    static List<Shard> shards(Spelling spelling, int... sizes) {
        var shards = new ArrayList<Shard>();
        for (int s = 0; s < sizes.length; s++) {
            var blocks = new BlockBuilder();
            for (int i = 0; i < sizes[s]; i++) {
                add(blocks, RandomKeys.mix(s, i));
            }
            var built = blocks.isEmpty() ? List.<Block>of() : List.of(blocks.build());
            shards.add(new Shard(s, built, spelling));
        }
        return shards;
    }

    private static void add(BlockBuilder blocks, long key) {
        var ids = new int[1 + RandomKeys.below(RandomKeys.mix(key, 1), 12)];
        int target = RandomKeys.below(RandomKeys.mix(key, 2), 2);
        for (int t = 0; t < ids.length; t++) {
            long draw = RandomKeys.mix(key, 3, t);
            boolean upper = RandomKeys.below(draw, 10) < 8 == (target == 1);
            ids[t] =
                    RandomKeys.below(RandomKeys.next(draw), VOCABULARY / 2)
                            + (upper ? VOCABULARY / 2 : 0);
        }
        blocks.add(ids, target);
    }

    /** The words of an example. */
    public static int[] ids(Shard shard, int example) {
        var batcher = Batcher.inOrder(shard, shard.examples(), (int) shard.tokens());
        var batch = Schema.WORDS_TO_LABEL.batch(shard.examples(), (int) shard.tokens());
        batcher.fill(0, batch);
        int b = 0;
        while (batch.numbers()[b] != example) {
            b++;
        }
        var ids = new int[batch.packing().length(b)];
        for (int t = 0; t < ids.length; t++) {
            ids[t] = batch.source().ids()[batch.packing().row(t, b)];
        }
        return ids;
    }

    /** All epochs, round after round. */
    public static State train(WorkerSpec spec, List<Shard> shards, State start) {
        var state = start;
        try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
            for (int epoch = 0; epoch < spec.conf().training().epochs(); epoch++) {
                int e = epoch;
                int n = spec.sync().rounds(() -> rounds.batches(e));
                for (int r = 0; r < n; r++) {
                    state = rounds.train(state, new RoundId(epoch, r, n)).state();
                }
            }
        }
        return state;
    }
}
