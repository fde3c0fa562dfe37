package unroll.task.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.task.DecoderConf;
import unroll.measure.Evaluation;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.nn.batch.Batch;
import unroll.text.Vocabulary;

/**
 * Searches for probable texts: the most probable hypotheses of each source are continued, a word at
 * a time (beam search). Those of all sources of a batch are one batch of the network. With a beam
 * of 1 the most probable word is written each time. Of equally probable words the one with the
 * lower id comes first, and no result depends on the other sources. Not for two threads.
 */
public final class BeamSearch {
    private static final Comparator<Hypothesis> BEST_FIRST =
            Comparator.comparingDouble(Hypothesis::logProbability)
                    .reversed()
                    .thenComparingInt(Hypothesis::row)
                    .thenComparingInt(Hypothesis::word);

    private final SequenceNetwork.Writer writer;
    private final int words;
    private final int mark;
    private final DecoderConf conf;

    /**
     * Opens a search for texts that the mark ends.
     *
     * @param capacity most hypotheses of a batch, and most steps of all its sources together
     */
    public BeamSearch(SequenceNetwork network, Capacity capacity, DecoderConf conf) {
        this(network.openWriter(capacity), network.outputs(), Vocabulary.MARK, conf);
    }

    /**
     * @param words number of ids
     * @param mark id of the word that ends a text; -1 if none does
     */
    public BeamSearch(SequenceNetwork.Writer writer, int words, int mark, DecoderConf conf) {
        this.writer = writer;
        this.words = words;
        this.mark = mark;
        this.conf = conf;
    }

    /**
     * Returns the best text for each source of a batch, in the order of {@link Batch#numbers}.
     *
     * @param batch whose target is overwritten
     * @param most words of each text, with the mark at its end
     */
    public List<Hypothesis> search(float[] theta, Batch batch, int[] most, Constraint constraint) {
        var beams = new ArrayList<Beam>();
        for (int i = 0; i < batch.packing().sequences(); i++) {
            beams.add(new Beam(conf, most[i], Hypothesis.EMPTY));
        }
        batch.setContinues(false);
        writer.read(theta, batch);
        search(batch, beams, constraint);
        return beams.stream().map(Beam::best).toList();
    }

    /**
     * Searches until all beams are done.
     *
     * @param batch that the writer has read, whose target is overwritten. If it continues, the
     *     writer has one state, after which each beam starts
     * @param beams one for each source of the batch
     */
    public void search(Batch batch, List<Beam> beams, Constraint constraint) {
        while (beams.stream().anyMatch(beam -> !beam.going().isEmpty())) {
            step(batch, beams, constraint);
            batch.setContinues(true);
        }
    }

    /** Continues all hypotheses by a word. */
    private void step(Batch batch, List<Beam> beams, Constraint constraint) {
        int[] origins =
                IntStream.range(0, beams.size())
                        .flatMap(i -> beams.get(i).going().stream().mapToInt(one -> i))
                        .toArray();
        var rows = beams.stream().flatMap(beam -> beam.going().stream()).toList();
        var ones = new int[rows.size()];
        Arrays.fill(ones, 1);
        batch.target().pack(ones, ones.length);
        for (int row = 0; row < ones.length; row++) {
            batch.stream(Batch.PREVIOUS).ids()[row] = rows.get(row).word();
        }
        var next = new ArrayList<List<Hypothesis>>();
        writer.write(
                origins,
                rows.stream().mapToInt(Hypothesis::row).toArray(),
                (scores, first, count) -> {
                    for (int row = first; row < first + count; row++) {
                        int example = batch.numbers()[origins[row]];
                        int at = (row - first) * words;
                        var before = rows.get(row);
                        var choice = constraint.after(example, before);
                        next.add(likeliest(scores, at, before, row, choice));
                    }
                });
        int row = 0;
        for (var beam : beams) {
            int end = row + beam.going().size();
            beam.set(
                    next.subList(row, end).stream()
                            .flatMap(List::stream)
                            .sorted(BEST_FIRST)
                            .limit(beam.width())
                            .toList());
            row = end;
        }
    }

    /**
     * Returns the most probable continuations of a hypothesis, as many as a beam is wide.
     *
     * @param scores probabilities of words, from {@code at}
     * @param choice which of them may follow
     */
    private List<Hypothesis> likeliest(
            float[] scores, int at, Hypothesis before, int row, Constraint.Choice choice) {
        var best = new int[Math.min(words, conf.beam())];
        var weights = new double[best.length]; // of these, falling: penalised probabilities
        int count = 0;
        double least = -1; // what a word must have more of
        for (int word = 0; word < words; word++) {
            float p = scores[at + word]; // which penalties can only lower
            if (p <= least || !choice.allows(word)) {
                continue;
            }
            double penalty = choice.penalty(word);
            double weight = penalty == 1 ? p : StrictMath.pow(p, penalty);
            if (weight <= least) {
                continue;
            }
            int place = count < best.length ? count++ : count - 1;
            for (; place > 0 && weights[place - 1] < weight; place--) {
                best[place] = best[place - 1];
                weights[place] = weights[place - 1];
            }
            best[place] = word;
            weights[place] = weight;
            least = count < best.length ? least : weights[count - 1];
        }
        int source = strongest(row);
        var kept = conf.attentionColumn() ? weights(row) : List.<Float>of();
        return Arrays.stream(best, 0, count)
                .mapToObj(
                        word ->
                                new Hypothesis(
                                        before,
                                        word,
                                        before.length() + 1,
                                        before.logProbability()
                                                + choice.penalty(word) * log(scores[at + word]),
                                        row,
                                        source,
                                        kept,
                                        word == mark))
                .toList();
    }

    private static double log(float probability) {
        return -Evaluation.crossEntropy(probability);
    }

    private List<Float> weights(int row) {
        var attention = writer.attention();
        return attention == null ? List.of() : attention.weights(row);
    }

    /** Returns the step of the source with the largest weight; -1 without attention. */
    private int strongest(int row) {
        var attention = writer.attention();
        int steps = attention == null ? 0 : attention.steps(row);
        int strongest = steps == 0 ? -1 : 0;
        for (int i = 1; i < steps; i++) {
            boolean stronger = attention.weight(row, i) > attention.weight(row, strongest);
            strongest = stronger ? i : strongest;
        }
        return strongest;
    }
}
