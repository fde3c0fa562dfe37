package unroll.task.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.WideConf;
import unroll.data.Field;
import unroll.encode.Codec;
import unroll.nn.Layout.Slice;
import unroll.nn.input.FeatureScores;
import unroll.task.Task;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/**
 * Takes the parameters of a trained model over into a new network, by name and shape. Rows that
 * stand for words, n-grams or labels are taken one by one, so that vocabularies and labels may
 * differ in order and number. What has no counterpart stays as it is.
 */
public final class Transfer {
    static final int NONE = -1; // no old row

    private final Side from;
    private final Side to;
    private final int[] words; // that are read: the old id of each new one
    private final int[] predicted; // words that are predicted, likewise

    private Transfer(Side from, Side to) {
        this.from = from;
        this.to = to;
        boolean read = from.codec().words() && to.codec().words();
        words = read ? words(from.codec().vocabulary(), to.codec().vocabulary()) : new int[0];
        boolean written = sameKindOfOutputs() && to.predictsWords();
        predicted = written ? words(from.codec().predicted(), to.codec().predicted()) : new int[0];
    }

    /**
     * Overwrites the values of the parameters that the new network shares with a trained model.
     *
     * @param theta of the new network, changed
     * @param codec of the new network
     * @param task of the new network
     */
    public static TransferResult take(
            TrainedModel model, float[] theta, Configuration conf, Codec codec, Task task) {
        var from = Side.of(model.conf(), model.codec(), model.task());
        return new Transfer(from, Side.of(conf, codec, task)).take(model.theta(), theta);
    }

    private TransferResult take(float[] old, float[] theta) {
        var taken = new ArrayList<Slice>();
        var fresh = new ArrayList<Slice>();
        var left = new ArrayList<>(from.layout().slices());
        boolean read = false;
        boolean written = false;
        for (var slice : to.layout().slices()) {
            var was = old(slice);
            var rows = was.map(before -> rows(before, slice)).orElse(new int[0]);
            if (IntStream.of(rows).allMatch(row -> row == NONE)) {
                fresh.add(slice);
                continue;
            }
            copy(rows, was.orElseThrow(), old, slice, theta);
            taken.add(slice);
            left.remove(was.orElseThrow());
            read |= to.input(slice).isPresent() || to.ofOneHot(slice);
            written |= to.ofWritten(slice);
        }
        int ofRead = read ? known(words, to.codec().vocabulary().unknownBuckets()) : 0;
        int ofWritten = written ? known(predicted, Vocabulary.MARK + 1) : 0;
        return new TransferResult(taken, fresh, left, ofRead, ofWritten);
    }

    /**
     * @param first id of a word; those before are of no word or of unknown ones
     */
    private static int known(int[] words, int first) {
        return (int) IntStream.of(words).skip(first).filter(row -> row != NONE).count();
    }

    private boolean sameKindOfOutputs() {
        return from.kindOfOutputs().equals(to.kindOfOutputs());
    }

    private boolean sameOutputs() {
        return from.outputs().equals(to.outputs());
    }

    private Optional<Slice> old(Slice slice) {
        return from.layout().slices().stream()
                .filter(was -> was.name().equals(slice.name()))
                .findFirst();
    }

    private static void copy(int[] rows, Slice was, float[] old, Slice slice, float[] theta) {
        int width = slice.rowSize();
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] != NONE) {
                int at = was.offset() + rows[row] * width;
                System.arraycopy(old, at, theta, slice.offset() + row * width, width);
            }
        }
    }

    /**
     * Returns the old row for each row of a parameter; none if parameters of this name have another
     * shape or meaning in the two networks.
     */
    private int[] rows(Slice was, Slice slice) {
        var name = slice.name();
        if (!tail(was).equals(tail(slice)) || !sameLayer(name)) {
            return new int[0];
        }
        if (to.codec().words() && name.startsWith("input.")) {
            return input(was, slice);
        }
        if (from.ofOneHot(was) && to.ofOneHot(slice)) {
            return words;
        }
        if (name.equals(FeatureScores.WEIGHTS) || name.equals(FeatureScores.BIAS)) {
            return wide(was, slice);
        }
        if (name.startsWith("target.")) {
            return predicted;
        }
        if (name.startsWith("head.")) {
            return head(was, slice);
        }
        return same(was, slice);
    }

    /** Only tables are taken: how often words occur is known of the new training set. */
    private int[] input(Slice was, Slice slice) {
        var before = from.input(was).orElse(null);
        var now = to.input(slice).orElse(null);
        if (before instanceof InputConf.Letters old && now instanceof InputConf.Letters letters) {
            return letters(old, letters);
        }
        return before instanceof InputConf.Words old
                        && now instanceof InputConf.Words table
                        && old.normalize() == table.normalize()
                ? words
                : new int[0];
    }

    private static List<Integer> tail(Slice slice) {
        return slice.shape().subList(1, slice.shape().size());
    }

    private static int[] same(Slice was, Slice slice) {
        return was.shape().equals(slice.shape())
                ? IntStream.range(0, slice.shape().get(0)).toArray()
                : new int[0];
    }

    /** Returns the old id of each new one: that of the same word, or of the same bucket. */
    private static int[] words(Vocabulary old, Vocabulary now) {
        var ids = new int[now.size()];
        for (int id = 0; id < ids.length; id++) {
            if (id < now.unknownBuckets()) {
                ids[id] = id < old.unknownBuckets() ? id : NONE;
            } else {
                int known = old.id(now.words().get(id - now.unknownBuckets()));
                ids[id] = known < old.unknownBuckets() ? NONE : known;
            }
        }
        return ids;
    }

    /**
     * Returns the old number of each new n-gram of words; a bias stays whole. A regression is
     * fitted anew, and its weights belong together.
     */
    private int[] wide(Slice was, Slice slice) {
        var start = to.conf().model().ngrams().orElseThrow().start();
        if (!sameOutputs() || start == WideConf.Start.REGRESSION) {
            return new int[0];
        }
        if (!slice.byRow()) {
            return same(was, slice);
        }
        return to.codec().ngrams().words().stream()
                .map(ngram -> IntStream.of(ngram).map(id -> words[id]).toArray())
                .mapToInt(ngram -> from.codec().ngrams().number(ngram))
                .toArray();
    }

    /** Buckets come first, then the words, if these have rows of their own. */
    private int[] letters(InputConf.Letters was, InputConf.Letters is) {
        boolean alike =
                was.buckets() == is.buckets()
                        && was.shortest() == is.shortest()
                        && was.longest() == is.longest();
        if (!alike) {
            return new int[0];
        }
        var buckets = IntStream.range(0, is.buckets());
        var own =
                IntStream.of(is.words() ? words : new int[0])
                        .map(row -> was.words() && row != NONE ? is.buckets() + row : NONE);
        return IntStream.concat(buckets, own).toArray();
    }

    /** A head means the same in two models of one task; its rows stand for words or labels. */
    private int[] head(Slice was, Slice slice) {
        if (!sameKindOfOutputs()) {
            return new int[0];
        }
        var parameter = slice.name().substring("head.".length());
        int rows = slice.shape().get(0);
        if (to.predictsWords()) {
            return from.cutoffs().equals(to.cutoffs())
                    ? SoftmaxRows.of(parameter, rows, predicted, to.cutoffs())
                    : new int[0];
        }
        if (sameOutputs()) {
            return same(was, slice);
        }
        if (!parameter.equals("w") && !parameter.equals("b")) {
            return new int[0]; // columns stand for outputs too, as in a CRF's transitions
        }
        return to.task().schema().target().kind() == Field.Kind.LABELS
                ? labels(was.shape().get(0), rows)
                : same(was, slice);
    }

    /** Labels come first, then what else there is, such as a blank. */
    private int[] labels(int rowsBefore, int rows) {
        var before = from.codec().labels();
        var labels = to.codec().labels();
        if (rowsBefore - before.size() != rows - labels.size() || rows < labels.size()) {
            return new int[0];
        }
        Map<String, Integer> places = new HashMap<>();
        before.forEach(label -> places.put(label, places.size()));
        return IntStream.range(0, rows)
                .map(
                        row ->
                                row < labels.size()
                                        ? places.getOrDefault(labels.get(row), NONE)
                                        : before.size() + row - labels.size())
                .toArray();
    }

    /** Returns whether a layer computes the same with the same parameters. */
    private boolean sameLayer(String parameter) {
        if (parameter.startsWith("input.projection.")) {
            return from.inputs().equals(to.inputs());
        }
        if (parameter.startsWith("decoder.")) {
            return from.decoder().equals(to.decoder());
        }
        var was = from.conf().model().layers();
        var is = to.conf().model().layers();
        for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
            if (parameter.startsWith("encoder.l" + i + ".")) {
                return LayerMeaning.of(was.get(i)).equals(LayerMeaning.of(is.get(i)))
                        && (i > 0 || from.inputs().equals(to.inputs()))
                        && (is.get(i).outputs() > 0 || sameOutputs());
            }
        }
        return true;
    }
}
