package unroll.task.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.data.Field;
import unroll.encode.Codec;
import unroll.nn.Layout;
import unroll.nn.Layout.Slice;
import unroll.nn.input.FeatureScores;
import unroll.task.Task;
import unroll.task.TrainedModel;

/**
 * Takes the parameters of a trained model over into a new network, by name and shape. Rows that
 * stand for words, n-grams or labels are taken one by one, so that vocabularies and labels may
 * differ in order and number. What has no counterpart stays as it is.
 */
public final class Transfer {
    private static final int NONE = -1; // no old row

    /** A network with what its parameters stand for. */
    private record Side(Configuration conf, Codec codec, Task task, Layout layout) {
        /** Returns the input whose table a parameter is, if it is one. */
        Optional<InputConf> input(Slice slice) {
            var model = conf.model();
            return IntStream.range(0, model.inputs().size())
                    .filter(i -> codec.words() && model.table(i).equals(slice.name()))
                    .mapToObj(model.inputs()::get)
                    .findFirst();
        }

        /** Returns whether a parameter is the weights of one-hot words. */
        boolean ofOneHot(Slice slice) {
            return slice.byRow() && slice.shape().get(0) == codec.wordIds();
        }

        /** Returns what the columns are that the first layer reads. */
        List<Object> inputs() {
            var model = conf.model();
            if (!codec.words()) {
                return List.of(codec.inputs().columns());
            }
            var inputs = new ArrayList<Object>();
            for (int i = 0; i < model.inputs().size(); i++) {
                var input = model.inputs().get(i);
                boolean normalized = input instanceof InputConf.Words words && words.normalize();
                inputs.add(input instanceof InputConf.OneHot ? input : model.table(i));
                inputs.add(normalized);
            }
            return inputs;
        }

        /** Returns what the outputs are. */
        List<Object> outputs() {
            return List.of(
                    conf.task(),
                    codec.labels(),
                    codec.secondLabels(),
                    codec.values().columns(),
                    task.schema().target().kind() == Field.Kind.WORDS
                            ? codec.predictedWords()
                            : List.of());
        }
    }

    private final Side from;
    private final Side to;
    private final int[] words; // the old id of each new one

    private Transfer(Side from, Side to) {
        this.from = from;
        this.to = to;
        words = words(from.codec(), to.codec());
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
        var old = model.task();
        var from = new Side(model.conf(), model.codec(), old, old.network().layout());
        var to = new Side(conf, codec, task, task.network().layout());
        return new Transfer(from, to).take(model.theta(), theta);
    }

    private TransferResult take(float[] old, float[] theta) {
        var taken = new ArrayList<Slice>();
        var fresh = new ArrayList<Slice>();
        var left = new ArrayList<>(from.layout().slices());
        boolean byWord = false;
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
            byWord |= to.input(slice).isPresent() || to.ofOneHot(slice);
        }
        int first = to.codec().vocabulary().unknownBuckets();
        long known = IntStream.of(words).skip(first).filter(row -> row != NONE).count();
        return new TransferResult(taken, fresh, left, byWord ? (int) known : 0);
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
        boolean sameWidth = tail(was).equals(tail(slice));
        if (!sameWidth || !sameLayer(slice.name())) {
            return new int[0];
        }
        if (slice.name().startsWith("input.")) {
            return input(was, slice);
        }
        if (from.ofOneHot(was) && to.ofOneHot(slice)) {
            return words;
        }
        if (to.task().schema().isWritten() && !from.outputs().equals(to.outputs())) {
            return slice.name().startsWith("encoder.") ? same(was, slice) : new int[0];
        }
        if (slice.name().equals(FeatureScores.WEIGHTS) || slice.name().equals(FeatureScores.BIAS)) {
            return wide(was, slice);
        }
        if (slice.name().startsWith("head.")) {
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
    private static int[] words(Codec from, Codec to) {
        var old = from.vocabulary();
        var now = to.vocabulary();
        var ids = new int[to.wordIds()];
        for (int id = 0; id < ids.length; id++) {
            if (id < now.unknownBuckets()) {
                ids[id] = id < old.unknownBuckets() && from.words() ? id : NONE;
            } else {
                int known = old.id(now.words().get(id - now.unknownBuckets()));
                ids[id] = known < old.unknownBuckets() ? NONE : known;
            }
        }
        return ids;
    }

    /** Returns the old number of each new n-gram of words; a bias stays whole. */
    private int[] wide(Slice was, Slice slice) {
        if (!from.outputs().equals(to.outputs())) {
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
        if (from.outputs().equals(to.outputs())) {
            return same(was, slice);
        }
        // The columns of others stand for outputs too, such as those of a CRF's transitions.
        boolean byOutput = slice.name().equals("head.w") || slice.name().equals("head.b");
        if (!byOutput || from.conf().task() != to.conf().task()) {
            return new int[0];
        }
        int rowsBefore = was.shape().get(0);
        int rows = slice.shape().get(0);
        return switch (to.task().schema().target().kind()) {
            case WORDS ->
                    rowsBefore == from.codec().wordIds() && rows == words.length
                            ? words
                            : new int[0];
            case LABELS -> labels(rowsBefore, rows);
            case NUMBERS, VECTORS -> same(was, slice);
        };
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

    /** Returns whether a layer along time computes the same with the same parameters. */
    private boolean sameLayer(String parameter) {
        var was = from.conf().model().layers();
        var is = to.conf().model().layers();
        for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
            if (parameter.startsWith("encoder.l" + i + ".")) {
                return LayerMeaning.of(was.get(i)).equals(LayerMeaning.of(is.get(i)))
                        && (i > 0 || from.inputs().equals(to.inputs()))
                        && (is.get(i).outputs() > 0 || from.outputs().equals(to.outputs()));
            }
        }
        return true;
    }
}
