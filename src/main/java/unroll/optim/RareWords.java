package unroll.optim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.InputConf;
import unroll.nn.Layout;

/**
 * Longer steps for rare words. The mean gradient of a batch holds few of a rare word's texts, so
 * that its parameters hardly move by a rule whose steps are as long as the gradient, while a rate
 * that suits them is too high for frequent words. Rules such as Adagrad (Duchi et al. 2011) adapt
 * by themselves. Here the factor of a word is its number in the vocabulary, which is by falling
 * frequency, in thousands, at least 1: as if it were the inverse frequency by Zipf's law.
 */
final class RareWords {
    private static final double FREQUENT = 1000; // words that keep the rate

    private final double most;
    private final List<Layout.Slice> tables; // by-row slices with a row for each word

    private RareWords(double most, List<Layout.Slice> tables) {
        this.most = most;
        this.tables = tables;
    }

    /**
     * Returns the factors that the configuration sets.
     *
     * @throws ConfigurationException if it sets some, and no parameter has a row for each word
     */
    static RareWords of(Configuration conf, Layout layout) {
        double most = conf.training().optimizer().rareWords();
        var tables = most == 1 ? List.<Layout.Slice>of() : tables(conf, layout);
        if (most > 1 && tables.isEmpty()) {
            throw new ConfigurationException(
                    "training.optimizer.rareWords: expected 1 without one-hot words or vectors of words (neither"
                            + " normalised nor tied) as an input, got "
                            + most);
        }
        return new RareWords(most, tables);
    }

    private static List<Layout.Slice> tables(Configuration conf, Layout layout) {
        var model = conf.model();
        var names = new HashSet<String>();
        boolean oneHot = model.inputs().get(0) instanceof InputConf.OneHot; // the only input then
        for (int i = 0; i < model.inputs().size(); i++) {
            if (model.inputs().get(i) instanceof InputConf.Words) {
                names.add(model.table(i));
            }
        }
        var tables = new ArrayList<Layout.Slice>();
        for (var slice : layout.byRow()) {
            if (names.contains(slice.name()) || (oneHot && slice.name().startsWith("encoder."))) {
                tables.add(slice);
            }
        }
        return tables;
    }

    /**
     * Multiplies the gradient of rare words.
     *
     * @param ranges elements that the step moves: of tables, whole rows
     */
    void scale(float[] gradient, Ranges ranges) {
        for (var table : tables) {
            for (int r = 0; r < ranges.count(); r++) {
                int from = Math.max(table.offset(), ranges.from(r));
                scale(table, gradient, from, Math.min(table.end(), ranges.to(r)));
            }
        }
    }

    private void scale(Layout.Slice table, float[] gradient, int from, int to) {
        int width = table.rowSize();
        for (int at = from; at < to; at += width) {
            int word = (at - table.offset()) / width;
            float factor = (float) Math.max(1, Math.min(most, word / FREQUENT));
            for (int i = at; i < at + width; i++) {
                gradient[i] *= factor;
            }
        }
    }
}
