package unroll.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

/**
 * Scores examples with a trained model. What an example scores does not depend on its company.
 * Holds the network's buffers, so it belongs to the first thread that uses it: every thread needs a
 * scorer of its own.
 */
public final class Scorer {
    private static final int SEQUENCES = 64; // of a batch
    private static final int ROWS = 8192; // of a batch, at least

    private final TrainedModel model;
    private final Task task;
    private final Network network;
    private final Schema schema;
    private final Speller speller;
    private final OneThread thread = new OneThread("scorer");
    private int mostRows; // of a batch
    private Capacity capacity = new Capacity(1, 1, false);
    private Workspace workspace;
    private Batch batch;

    public Scorer(TrainedModel model) {
        this.model = model;
        task = model.task();
        network = task.network();
        schema = task.schema().forScoring();
        speller = new Speller(model.codec().vocabulary(), model.conf().model());
        mostRows = Math.max(model.conf().text().maxLength(), ROWS);
    }

    /**
     * Returns a text's words as an example. Where the model looks at letters, it holds until
     * examples are next scored.
     */
    public Example encode(List<String> words) {
        thread.check();
        return Example.words(words.stream().mapToInt(speller::id).toArray());
    }

    /**
     * Scores each sequence: of classes the probabilities; values as {@link Codec#values}
     * standardises them, where every step has a target those of the last one.
     *
     * @param examples each of at least one step
     */
    public List<float[]> score(List<Example> examples) {
        return score(shard(examples));
    }

    /** The same for each example of a shard, in its order. */
    public List<float[]> score(Shard shard) {
        return score(shard, (example, scores) -> scores);
    }

    /**
     * Scores each sequence, and keeps what is made of it: scores of many classes are many numbers.
     */
    public <R> List<R> score(List<Example> examples, Reading<R> reading) {
        return score(shard(examples), reading);
    }

    /** The same for each example of a shard, in its order. */
    public <R> List<R> score(Shard shard, Reading<R> reading) {
        return freeRun(shard, 1, reading);
    }

    /**
     * Lets a forecast of next steps run on from its own outputs.
     *
     * @param steps as many, at least 1
     * @return [steps, outputs] of each example
     */
    public List<float[]> freeRun(List<Example> examples, int steps) {
        return freeRun(shard(examples), steps, (example, scores) -> scores);
    }

    /**
     * Scores every step, where those are what is scored (layers may have made them fewer), or each
     * sequence: [rows, outputs].
     */
    public List<float[]> scoreSteps(List<Example> examples) {
        return scoreSteps(shard(examples));
    }

    /** The same for each example of a shard, in its order. */
    public List<float[]> scoreSteps(Shard shard) {
        return schema.scoresSteps() ? scoreSteps(shard, (example, scores) -> scores) : score(shard);
    }

    /** What is made of the scores of an example's steps. */
    @FunctionalInterface
    public interface Reading<R> {
        /**
         * @param example its place among those that are scored
         * @param scores [steps, outputs]
         */
        R of(int example, float[] scores);
    }

    /**
     * Scores every step of each sequence, and keeps what is made of it: scores of many outputs
     * would be many numbers.
     */
    public <R> List<R> scoreSteps(List<Example> examples, Reading<R> reading) {
        return scoreSteps(shard(examples), reading);
    }

    /** The same for each example of a shard, in its order. */
    public <R> List<R> scoreSteps(Shard shard, Reading<R> reading) {
        var plan = plan(shard);
        var readings = new ArrayList<R>(Collections.nCopies(shard.examples(), null));
        int columns = network.outputs();
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            var outputs = workspace.score(model.theta(), batch);
            var packing = workspace.packing();
            for (int b = 0; b < packing.sequences(); b++) {
                int example = batch.numbers()[packing.example(b)];
                var scores = task.decode(packing.rows(outputs, columns, b));
                readings.set(example, reading.of(example, scores));
            }
        }
        return readings;
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

    /** Adds the examples of a shard, which hold their targets, to what was measured before. */
    public void measure(Shard shard, BatchSums into) {
        reserve(shard, task.leastRows(shard));
        var targeted = task.schema().batch(capacity.sequences(), capacity.rows());
        var plan = task.inOrder(shard, capacity.sequences(), capacity.rows());
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, targeted);
            into.add(workspace, model.theta(), targeted);
        }
    }

    /** The same of examples, each with its target. */
    public void measure(List<Example> examples, Evaluator into) {
        measure(shard(task.schema(), examples), into);
    }

    private Batcher plan(Shard shard) {
        int longest = IntStream.range(0, shard.examples()).map(shard::length).max().orElse(1);
        reserve(shard, longest);
        return Batcher.inOrder(shard, capacity.sequences(), capacity.rows());
    }

    /** Opens buffers that hold the largest batch so far. */
    private void reserve(Shard shard, int leastRows) {
        thread.check();
        long tokens = 0;
        for (int i = 0; i < shard.examples(); i++) {
            tokens += shard.length(i);
        }
        mostRows = Math.max(mostRows, leastRows);
        open(Math.min(SEQUENCES, shard.examples()), (int) Math.min(mostRows, tokens));
    }

    private void open(int sequences, int rows) {
        if (workspace == null || sequences > capacity.sequences() || rows > capacity.rows()) {
            // Twice as large, so that sequences of rising length do not open it each time.
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

    /** Makes the batch one step more of each sequence: what the network put out at a step. */
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

    /** Row of the outputs that speaks for a sequence. */
    private int last(int sequence) {
        var packing = workspace.packing();
        return packing.row(packing.length(sequence) - 1, sequence);
    }

    private Shard shard(List<Example> examples) {
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
