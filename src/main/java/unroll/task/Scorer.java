package unroll.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import unroll.data.Batcher;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.data.Speller;
import unroll.encode.Codec;
import unroll.measure.BatchSums;
import unroll.measure.Evaluator;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;

/**
 * Scores examples with a trained model. The scores of an example do not depend on the other
 * examples. Holds the network's buffers, so it belongs to the first thread that uses it: every
 * thread needs its own.
 */
public final class Scorer {
    private static final int SEQUENCES = 64; // of a batch
    private static final int ROWS = 8192; // of a batch, at least

    private final TrainedModel model;
    private final Task task;
    private final Network network;
    private final Schema schema;
    private final Speller speller;
    private final ThreadConfinement thread = new ThreadConfinement("scorer");
    private int mostRows; // of a batch
    private Capacity capacity = new Capacity(1, 1, false);
    private Workspace workspace;
    private Batch batch;

    public Scorer(TrainedModel model) {
        this(model, model.task().network());
    }

    /**
     * @param network a part of the model's, whose parameters are its first
     */
    public Scorer(TrainedModel model, Network network) {
        this.model = model;
        this.network = network;
        task = model.task();
        schema = task.schema().forScoring();
        speller = new Speller(model.codec().vocabulary(), model.conf().model());
        mostRows = Math.max(model.conf().text().maxLength(), ROWS);
    }

    /** Returns the model that scores. */
    public TrainedModel model() {
        return model;
    }

    /**
     * Returns a text's words as an example. If the model reads letters, the example is valid until
     * examples are scored.
     */
    public Example encode(List<String> words) {
        thread.check();
        var pieces = model.codec().pieces(words);
        return Example.words(pieces.stream().mapToInt(speller::id).toArray());
    }

    /**
     * Returns the scores of each sequence: probabilities of classes, or values standardised as by
     * {@link Codec#values}; if every step has a target, those of the last step.
     *
     * @param examples each of at least one step
     */
    public List<float[]> score(List<Example> examples) {
        return score(shard(examples));
    }

    /** Scores each example of a shard, in its order. */
    public List<float[]> score(Shard shard) {
        return score(shard, (example, scores) -> scores);
    }

    /**
     * Scores each sequence, and keeps only the result of a function, since scores of many classes
     * are many numbers.
     */
    public <R> List<R> score(List<Example> examples, Reading<R> reading) {
        return score(shard(examples), reading);
    }

    /** Scores each example of a shard, in its order. */
    public <R> List<R> score(Shard shard, Reading<R> reading) {
        return freeRun(shard, 1, reading);
    }

    /**
     * Continues a forecast of next steps from its own outputs.
     *
     * @param steps number of steps, at least 1
     * @return [steps, outputs] of each example
     */
    public List<float[]> freeRun(List<Example> examples, int steps) {
        return freeRun(shard(examples), steps, (example, scores) -> scores);
    }

    /**
     * Scores every step, of which layers may have left fewer, or each sequence if the task scores
     * those: [rows, outputs].
     */
    public List<float[]> scoreSteps(List<Example> examples) {
        return schema.scoresSteps()
                ? scoreSteps(examples, (example, scores) -> scores)
                : score(examples);
    }

    /** A function of the scores of an example's steps. */
    @FunctionalInterface
    public interface Reading<R> {
        /**
         * @param example its index among those that are scored
         * @param scores [steps, outputs]
         */
        R of(int example, float[] scores);
    }

    /**
     * Scores every step of each sequence, and keeps only the result of a function, since scores of
     * many outputs are many numbers.
     */
    public <R> List<R> scoreSteps(List<Example> examples, Reading<R> reading) {
        return scorePlaces(
                shard(examples), (place, example, scores) -> reading.of(example, scores));
    }

    private interface PlaceReading<R> {
        R of(int place, int example, float[] scores);
    }

    /**
     * @param reading also takes the place of the example's scores in its batch
     */
    private <R> List<R> scorePlaces(Shard shard, PlaceReading<R> reading) {
        var readings = new ArrayList<R>(Collections.nCopies(shard.examples(), null));
        batches(
                shard,
                (outputs, packing) -> {
                    for (int b = 0; b < packing.sequences(); b++) {
                        int example = batch.numbers()[packing.example(b)];
                        readings.set(example, reading.of(b, example, scores(outputs, packing, b)));
                    }
                });
        return readings;
    }

    /** A function of an example's scores, and of the weights that pooling gave its steps. */
    @FunctionalInterface
    public interface AttentionReading<R> {
        /**
         * @param example its index among those that are scored
         * @param scores [outputs]
         * @param weights [steps], whose sum is 1
         */
        R of(int example, float[] scores, List<Float> weights);
    }

    /**
     * Scores each sequence with a network that pools by attention, and keeps only the result of a
     * function.
     */
    public <R> List<R> scoreWithAttention(List<Example> examples, AttentionReading<R> reading) {
        return scorePlaces(
                shard(examples),
                (place, example, scores) ->
                        reading.of(example, scores, workspace.attention().weights(place)));
    }

    /**
     * Scores every step of each sequence, and keeps only the results of a function of the scores of
     * all sequences of a batch, [steps, outputs] each, which it returns in their order.
     */
    public <R> List<R> scoreTogether(
            List<Example> examples, Function<List<float[]>, List<R>> reading) {
        var readings = new ArrayList<R>(Collections.nCopies(examples.size(), null));
        batches(
                shard(examples),
                (outputs, packing) -> {
                    var scores =
                            IntStream.range(0, packing.sequences())
                                    .mapToObj(b -> scores(outputs, packing, b))
                                    .toList();
                    var read = reading.apply(scores);
                    for (int b = 0; b < read.size(); b++) {
                        readings.set(batch.numbers()[packing.example(b)], read.get(b));
                    }
                });
        return readings;
    }

    private float[] scores(float[] outputs, Packing packing, int place) {
        return task.decode(packing.rows(outputs, network.outputs(), place));
    }

    private void batches(Shard shard, BiConsumer<float[], Packing> outputs) {
        var plan = plan(shard);
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            outputs.accept(workspace.score(model.theta(), batch), workspace.packing());
        }
    }

    private <R> List<R> freeRun(Shard shard, int steps, Reading<R> reading) {
        var plan = plan(shard);
        var readings = new ArrayList<R>(Collections.nCopies(shard.examples(), null));
        int columns = network.outputs();
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            var packing = batch.packing();
            var scores = new float[packing.sequences()][steps * columns];
            var examples = new int[scores.length];
            Arrays.setAll(examples, b -> batch.numbers()[packing.example(b)]);
            for (int step = 0; step < steps; step++) {
                if (step > 0) {
                    feedBack(scores, step - 1);
                }
                var outputs = workspace.score(model.theta(), batch);
                for (int b = 0; b < scores.length; b++) {
                    int from = last(b) * columns;
                    System.arraycopy(outputs, from, scores[b], step * columns, columns);
                }
            }
            for (int b = 0; b < scores.length; b++) {
                readings.set(examples[b], reading.of(examples[b], task.decode(scores[b])));
            }
        }
        return readings;
    }

    /** Measures the examples of a shard, which have targets, and adds them to an evaluator. */
    public void measure(Shard shard, BatchSums into) {
        reserve(shard, task.leastRows(shard));
        var targeted = task.schema().batch(capacity.sequences(), capacity.rows());
        var plan = task.inOrder(shard, capacity.sequences(), capacity.rows());
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, targeted);
            into.add(workspace, model.theta(), targeted);
        }
    }

    /** Measures examples with their targets, and adds them to an evaluator. */
    public void measure(List<Example> examples, Evaluator into) {
        measure(shard(task.schema(), examples), into);
    }

    private Batcher plan(Shard shard) {
        int longest = IntStream.range(0, shard.examples()).map(shard::rows).max().orElse(1);
        reserve(shard, longest);
        return Batcher.inOrder(shard, capacity.sequences(), capacity.rows());
    }

    /** Opens buffers that hold the largest batch so far. */
    private void reserve(Shard shard, int leastRows) {
        thread.check();
        long tokens = 0;
        for (int i = 0; i < shard.examples(); i++) {
            tokens += shard.rows(i);
        }
        mostRows = Math.max(mostRows, leastRows);
        open(Math.min(SEQUENCES, shard.examples()), (int) Math.min(mostRows, tokens));
    }

    private void open(int sequences, int rows) {
        if (workspace == null || sequences > capacity.sequences() || rows > capacity.rows()) {
            // Twice as large, so that sequences of increasing length do not open buffers each time.
            int roomForMore = Math.min(mostRows, 2 * Math.min(mostRows, capacity.rows()));
            capacity =
                    new Capacity(
                            Math.max(sequences, capacity.sequences()),
                            Math.max(rows, roomForMore),
                            false);
            workspace = network.open(capacity);
            batch = schema.batch(capacity.sequences(), capacity.rows());
        }
    }

    /** Fills the batch with one more step of each sequence: the network's output at a step. */
    private void feedBack(float[][] scores, int step) {
        int columns = network.outputs();
        int sequences = batch.packing().sequences();
        var ones = new int[sequences];
        Arrays.fill(ones, 1);
        batch.source().pack(ones, sequences);
        batch.setContinues(true);
        for (int b = 0; b < sequences; b++) {
            System.arraycopy(
                    scores[b], step * columns, batch.source().values(), b * columns, columns);
        }
    }

    /** Returns the row of the outputs that represents a sequence. */
    private int last(int sequence) {
        var packing = workspace.packing();
        return packing.row(packing.length(sequence) - 1, sequence);
    }

    /** Returns examples as a shard, in their order; words are encoded anew after that. */
    public Shard shard(List<Example> examples) {
        return shard(schema, examples);
    }

    private Shard shard(Schema schema, List<Example> examples) {
        var blocks = new ArrayList<Block>();
        BlockBuilder.blocks(schema, examples.iterator()).forEachRemaining(blocks::add);
        var spelling = speller.spelling();
        speller.clear();
        return new Shard(0, blocks, spelling);
    }
}
