package unroll.task.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import unroll.conf.task.DecoderConf;
import unroll.measure.Evaluation;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.nn.batch.Batch;

/**
 * Searches for probable texts: the most probable hypotheses of each source are continued, a word at
 * a time (beam search). Those of all sources of a batch are one batch of the network. With a beam
 * of 1 the most probable word is written each time. Of equally probable words the one with the
 * lower id comes first, and no result depends on the other sources. Not for two threads.
 */
final class BeamSearch {
    private static final Comparator<Hypothesis> BEST_FIRST =
            Comparator.comparingDouble(Hypothesis::logProbability)
                    .reversed()
                    .thenComparingInt(Hypothesis::row)
                    .thenComparingInt(Hypothesis::word);

    private final SequenceNetwork.Writer writer;
    private final int words;
    private final DecoderConf conf;

    /**
     * @param capacity most hypotheses of a batch, and most steps of all its sources together
     */
    BeamSearch(SequenceNetwork network, Capacity capacity, DecoderConf conf) {
        writer = network.openWriter(capacity);
        words = network.outputs();
        this.conf = conf;
    }

    /**
     * Returns the best text for each source of a batch, in the order of {@link Batch#numbers}.
     *
     * @param batch whose target is overwritten
     * @param most words of each text, with the mark at its end
     */
    List<Hypothesis> search(float[] theta, Batch batch, int[] most, Constraint constraint) {
        var beams = new ArrayList<Beam>();
        for (int i = 0; i < batch.packing().sequences(); i++) {
            beams.add(new Beam(conf, most[i]));
        }
        batch.setContinues(false);
        writer.read(theta, batch);
        while (beams.stream().anyMatch(beam -> !beam.going().isEmpty())) {
            step(batch, beams, constraint);
            batch.setContinues(true);
        }
        return beams.stream().map(Beam::best).toList();
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
                        var allowed = constraint.after(example, before);
                        next.add(likeliest(scores, at, before, row, allowed));
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
     * @param allowed which of them may follow
     */
    private List<Hypothesis> likeliest(
            float[] scores, int at, Hypothesis before, int row, IntPredicate allowed) {
        var best = new int[Math.min(words, conf.beam())]; // falling probabilities
        int count = 0;
        for (int word = 0; word < words; word++) {
            float p = scores[at + word];
            boolean full = count == best.length;
            if ((full && p <= scores[at + best[count - 1]]) || !allowed.test(word)) {
                continue;
            }
            int place = full ? count - 1 : count++;
            for (; place > 0 && scores[at + best[place - 1]] < p; place--) {
                best[place] = best[place - 1];
            }
            best[place] = word;
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
                                        before.logProbability() + log(scores[at + word]),
                                        row,
                                        source,
                                        kept))
                .toList();
    }

    private static double log(float probability) {
        return -Evaluation.crossEntropy(probability);
    }

    private List<Float> weights(int row) {
        var attention = writer.attention();
        return attention == null
                ? List.of()
                : IntStream.range(0, attention.steps(row))
                        .mapToObj(step -> attention.weight(row, step))
                        .toList();
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
