package unroll.predict;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.setting.Field;
import unroll.encode.Codec;
import unroll.io.Store;
import unroll.message.Printable;
import unroll.message.Secrets;
import unroll.nn.Layout.Slice;
import unroll.task.Task;
import unroll.task.transfer.Transfer;
import unroll.task.transfer.TransferResult;

/** The model whose parameters a network begins with: {@code model.from}. */
public final class StartingModel {
    private static final String KEY = "model.from";

    private final SavedModel model;
    private final String path;

    private StartingModel(SavedModel model, String path) {
        this.model = model;
        this.path = path;
    }

    /**
     * Opens the model and checks that it cuts texts into the same words.
     *
     * @param conf of the new network, with a directory as {@code model.from}
     * @throws FileNotFoundException if there is no model
     * @throws unroll.io.CorruptFileException if it is damaged, naming the file
     * @throws ConfigurationException if settings of texts differ, naming each with both values
     */
    public static StartingModel open(Store store, Configuration conf) throws IOException {
        var path = conf.model().from();
        SavedModel model;
        try {
            model = SavedModel.open(store, path);
        } catch (FileNotFoundException e) {
            var told = new FileNotFoundException(KEY + ": " + e.getMessage());
            told.initCause(e);
            throw told;
        }
        boolean read = model.trained().codec().words() && conf.data().train().words();
        if (read || (writes(model) && model.conf().task() == conf.task())) {
            requireSameWords(model.conf().text(), conf.text(), path);
        }
        return new StartingModel(model, path);
    }

    private static boolean writes(SavedModel model) {
        return model.trained().codec().written() != null;
    }

    private static void requireSameWords(TextConf was, TextConf is, String path) {
        if (was.merges() > 0) {
            throw new ConfigurationException(
                    "%1$s: expected a model whose words are whole, got %2$s, which has text.merges: %3$d and so pieces of its own; leave %1$s out"
                            .formatted(KEY, path, was.merges()));
        }
        var mistakes = new ArrayList<String>();
        for (var field : TextConf.OF_WORDS) {
            var expected = written(field, was);
            var got = written(field, is);
            boolean used = field != TextConf.LETTERS || is.tokenizer() == Tokenizer.LETTERS;
            if (used && !expected.equals(got)) {
                mistakes.add(
                        "text.%1$s: expected %2$s as in %3$s, which %4$s names and whose vectors are those of its own words, got %5$s; set text.%1$s: %2$s, or leave %4$s out"
                                .formatted(field.key(), expected, path, KEY, got));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(String.join("\n", mistakes));
        }
    }

    private static Object written(Field<TextConf, ?> field, TextConf text) {
        var tree = new LinkedHashMap<String, Object>();
        field.write(text, tree);
        return tree.get(field.key());
    }

    /** Returns the checksum of its parameters. */
    public String sha256() {
        return model.directory().parametersSha256();
    }

    /**
     * Returns the words that the new vocabulary takes over: all, or the first if there is no room
     * for more.
     *
     * @param most words of the new vocabulary
     */
    public List<String> words(int most) {
        var words = model.trained().codec().vocabulary().words();
        return List.copyOf(words.subList(0, Math.min(most, words.size())));
    }

    /**
     * Overwrites the values of the parameters that a new network shares with the model.
     *
     * @param theta of the new network, changed
     * @throws ConfigurationException if they share none
     */
    public TransferResult fill(float[] theta, Configuration conf, Codec codec, Task task) {
        var result = Transfer.take(model.trained(), theta, conf, codec, task);
        if (result.taken().isEmpty()) {
            throw new ConfigurationException(
                    "%s: expected a model with layers of the names, kinds and shapes of this network's, got %s, which has %s; this network has %s. Give both the same model.embedding and model.layers, or leave %s out"
                            .formatted(
                                    KEY,
                                    path,
                                    TransferResult.describe(result.left()),
                                    TransferResult.describe(result.fresh()),
                                    KEY));
        }
        return result;
    }

    /** Returns what is recorded of the model and of what was taken from it. */
    public Map<String, Object> tree(TransferResult result) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("path", Secrets.redact(path));
        tree.put("task", model.conf().task().word());
        tree.put("parametersSha256", sha256());
        tree.put("dataFingerprint", model.directory().model().provenance().dataFingerprint());
        tree.put("words", (long) result.words());
        if (result.written() > 0) {
            tree.put("wordsToWrite", (long) result.written());
        }
        tree.put("taken", shapes(result.taken()));
        tree.put("new", shapes(result.fresh()));
        tree.put("left", shapes(result.left()));
        return tree;
    }

    private static Map<String, Object> shapes(List<Slice> slices) {
        var shapes = new LinkedHashMap<String, Object>();
        slices.forEach(slice -> shapes.put(slice.name(), slice.shape().toString()));
        return shapes;
    }

    /**
     * Describes what was taken, as lines for the user.
     *
     * @param codec of the new network
     */
    public List<String> lines(TransferResult result, Codec codec) {
        var from = "from " + Printable.whole(Secrets.redact(path)) + ": ";
        var read = known(result.words(), codec.vocabulary().words().size(), "words");
        int toWrite = codec.predicted().words().size() - 1; // without the mark
        var written = known(result.written(), toWrite, "words to write");
        return List.of(
                from + "taken " + TransferResult.describe(result.taken()) + read + written,
                from + "new " + TransferResult.describe(result.fresh()),
                from + "left " + TransferResult.describe(result.left()));
    }

    private static String known(int known, int all, String what) {
        return known == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d of %,d %s have their rows", known, all, what);
    }
}
