package unroll.task.transcribe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.conf.task.TranscribeConf.LanguageModelConf;
import unroll.measure.Evaluation;
import unroll.nn.Capacity;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/**
 * Adds what a language model says of labels:
 *
 * <pre>
 * for label k after l          weight log p(k | l) + bonus
 * for the end of a sequence l  weight log p(end | l)
 * </pre>
 *
 * <p>Each prefix is read once, by its last label, from the state that the one before has left. The
 * new prefixes of all sequences are one batch of the network, and those that were read earlier lie
 * after them without a step, so that their states stay. Holds buffers, so each thread needs its
 * own.
 */
final class LanguageModelReader implements LabelPrior {
    private final TrainedModel model;
    private final int[] ids; // [labels]
    private final int end;
    private final int words;
    private final LanguageModelConf conf;
    private int capacity; // prefixes of a batch
    private Workspace workspace;
    private Batch batch;

    LanguageModelReader(LabelLanguageModel language, LanguageModelConf conf) {
        this.conf = conf;
        model = language.model;
        ids = language.ids;
        var vocabulary = model.codec().vocabulary();
        end = vocabulary.id(Vocabulary.END);
        words = vocabulary.size();
    }

    @Override
    public void begin(List<Prefix> empty, int most) {
        if (most > capacity) {
            capacity = most;
            workspace = model.task().network().open(new Capacity(most, most, false));
            batch = model.task().schema().batch(most, most);
        }
        batch.setContinues(false);
        var ends = new int[empty.size()];
        Arrays.fill(ends, end); // rows of a document begin after the end of another
        read(empty, empty.size(), ends);
    }

    @Override
    public void read(List<Prefix> beams) {
        var fresh = beams.stream().filter(prefix -> prefix.next == null).toList();
        if (fresh.isEmpty()) {
            return;
        }
        var all = new ArrayList<>(fresh);
        beams.stream().filter(prefix -> prefix.next != null).forEach(all::add);
        var parents = new int[all.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = (i < fresh.size() ? all.get(i).before : all.get(i)).place;
        }
        workspace.reorder(parents, parents.length);
        batch.setContinues(true);
        read(all, fresh.size(), fresh.stream().mapToInt(prefix -> ids[prefix.last]).toArray());
    }

    /**
     * Reads a word of each of the first prefixes.
     *
     * @param read the words' ids
     */
    private void read(List<Prefix> prefixes, int fresh, int[] read) {
        var lengths = new int[prefixes.size()];
        Arrays.fill(lengths, 0, fresh, 1);
        batch.source().pack(lengths, lengths.length); // those with a step come first, as they are
        System.arraycopy(read, 0, batch.source().ids(), 0, fresh);
        for (int i = 0; i < lengths.length; i++) {
            prefixes.get(i).place = i;
        }
        workspace.score(
                model.theta(),
                batch,
                (scores, first, count) -> {
                    for (int row = 0; row < count; row++) {
                        add(prefixes.get(first + row), scores, row * words);
                    }
                });
    }

    /**
     * @param probabilities of the words after the prefix, from {@code at}
     */
    private void add(Prefix prefix, float[] probabilities, int at) {
        prefix.next = new double[ids.length];
        for (int label = 0; label < ids.length; label++) {
            prefix.next[label] = weighted(probabilities[at + ids[label]]) + conf.bonus();
        }
        prefix.end = weighted(probabilities[at + end]);
    }

    private double weighted(float probability) {
        return -conf.weight() * Evaluation.crossEntropy(probability);
    }
}
