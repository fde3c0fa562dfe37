package unroll.encode.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import unroll.conf.TextConf;
import unroll.data.ContentHash;
import unroll.text.Vocabulary;
import unroll.text.Words;
import unroll.text.term.Stemmer;
import unroll.text.term.TermKeys;
import unroll.text.term.TermLabels;
import unroll.text.tree.LinearTree;

/**
 * Reads the records of a source, and returns the reason for each that is rejected. Holds one record
 * at a time; not thread-safe.
 */
public final class RecordReader {
    /** Maximum number of characters of a text: a longer line means a damaged file. */
    public static final int LONGEST = 1_000_000;

    private static final double[] NONE = {};

    private final Columns columns;
    private final Words tokenizer;
    private final boolean rows; // whether a text holds several, a line each
    private final Words whole; // of texts that are read to their end
    private final Stemmer stemmer = new Stemmer();
    private Object sequence;
    private String name; // null without one
    private String text;
    private List<String> labels; // null if there are none
    private List<String> reference = List.of(); // of written words, all of the target
    private String written; // the target, if it is a text or words; null without one
    private String second; // the second target, a label; null without one
    private List<String> words = List.of();
    private List<String> terms = List.of(); // words with spaces between
    private SeriesFrame frame; // null without one
    private StepVectors vectors;
    private double[] values = NONE;

    /**
     * The content of a source's rows.
     *
     * @param words whether the sequence is a text or an array of words
     * @param least minimum number of steps; 0 if a text may be empty
     */
    public record Columns(TextConf text, boolean words, RowTarget target, int least)
            implements Serializable {}

    public RecordReader(Columns columns) {
        this(columns, false);
    }

    private RecordReader(Columns columns, boolean rows) {
        this.columns = columns;
        this.rows = rows;
        whole = new Words(columns.text().whole());
        tokenizer = columns.target().tags() ? whole : new Words(columns.text());
    }

    /** Returns a reader of parts of a document, whose rows {@link Words#ofRows} joins. */
    public static RecordReader ofRows(Columns columns) {
        return new RecordReader(columns, true);
    }

    /** Reads a row. Returns null if it is good, else why it is rejected. */
    public Rejected read(RawRecord row) {
        sequence = row.sequence();
        name = row.name();
        frame = row.frame();
        text = columns.words() ? text(sequence) : null;
        readLabels(row.target());
        written = columns.target().written() ? text(row.target()) : null;
        values = NONE;
        vectors = null;
        words = List.of();
        terms = List.of();
        if (row.corrupt() != null) {
            return new Rejected(Reason.CORRUPT_RECORD, row.corrupt(), label());
        }
        if (row.wrong() != null) {
            return rejected(row.wrong());
        }
        var reason = columns.words() ? wrongText() : wrongVectors();
        if (reason == null) {
            reason =
                    switch (columns.target()) {
                        case NONE, LABEL, LABELS, LABEL_SET, TAGS, TAGS_AND_LABEL, TERMS -> null;
                        case WORDS -> wrongTarget(row.target());
                        case TREE -> wrongTree();
                        case VALUES -> wrongValues(row.target());
                        case PROBABILITIES -> wrongProbabilities(row.target());
                    };
        }
        return reason == null ? null : rejected(reason);
    }

    private void readLabels(Object column) {
        boolean two = columns.target() == RowTarget.TAGS_AND_LABEL;
        var targets = two ? (List<?>) column : Arrays.asList(column, null);
        labels = labels(targets.get(0));
        second = Labels.of(targets.get(1));
    }

    private List<String> labels(Object column) {
        return switch (columns.target()) {
            case LABEL -> {
                var label = Labels.of(column);
                yield label == null ? null : List.of(label);
            }
            case LABELS, TAGS, TAGS_AND_LABEL -> Labels.sequence(column);
            case LABEL_SET -> Labels.set(column);
            case TERMS -> Labels.terms(column);
            case NONE, WORDS, TREE, VALUES, PROBABILITIES -> List.of();
        };
    }

    /** Returns the row as a rejected one. */
    public Rejected rejected(Reason reason) {
        var shown = name == null ? sequence : name;
        return new Rejected(reason, shown == null ? null : shown.toString(), label());
    }

    /** Returns a text, or words with spaces between; null without either. */
    private static String text(Object sequence) {
        return sequence instanceof List<?> given
                ? given.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : (String) sequence;
    }

    private Reason wrongText() {
        if (text == null || (text.isBlank() && columns.least() > 0)) {
            return Reason.NO_TEXT;
        }
        var unreadable = Reason.ofText(text);
        if (unreadable != null) {
            return unreadable;
        }
        if (noLabel()) {
            return Reason.NO_LABEL;
        }
        words = words(sequence, text, tokenizer);
        if (words == null) {
            return Reason.MISSING_WORD;
        }
        if (columns.target() == RowTarget.TERMS) {
            terms = labels.stream().map(this::term).filter(term -> !term.isEmpty()).toList();
            labels = TermLabels.of(words, terms);
        }
        return words.isEmpty() && columns.least() > 0 ? Reason.NO_WORDS : cut();
    }

    /** Returns the words of a term with spaces between. */
    private String term(String given) {
        return String.join(" ", tokenizer.of(given));
    }

    /** Returns the words of an array or of a text; null if one of an array is missing. */
    private List<String> words(Object column, String text, Words tokenizer) {
        if (!(column instanceof List<?> given)) {
            return rows ? tokenizer.ofRows(text) : tokenizer.of(text);
        }
        var found =
                given.stream()
                        .map(word -> word == null ? "" : tokenizer.word(word.toString()))
                        .toList();
        return found.stream().anyMatch(String::isBlank) ? null : found;
    }

    /** Reads the words of the target, with {@link Vocabulary#END}; as labels they are cut. */
    private Reason wrongTarget(Object column) {
        var unreadable = unreadableTarget();
        if (unreadable != null) {
            return unreadable;
        }
        var found = words(column, written, whole);
        if (found == null) {
            return Reason.MISSING_WORD;
        }
        if (found.isEmpty()) {
            return Reason.NO_TARGET;
        }
        reference = marked(found);
        int most = Math.min(reference.size(), columns.text().maxLength());
        labels = List.copyOf(reference.subList(0, most));
        return null;
    }

    private Reason unreadableTarget() {
        return written == null || written.isBlank() ? Reason.NO_TARGET : Reason.ofText(written);
    }

    private static List<String> marked(List<String> written) {
        var marked = new ArrayList<>(written);
        marked.add(Vocabulary.END);
        return marked;
    }

    /** Reads the tree over the words, as its actions and {@link Vocabulary#END}. */
    private Reason wrongTree() {
        var unreadable = unreadableTarget();
        if (unreadable != null) {
            return unreadable;
        }
        var tree = LinearTree.of(written).orElse(null);
        if (tree == null) {
            return Reason.NO_TREE;
        }
        if (tree.words().size() > columns.text().maxLength()) {
            return Reason.LONG_TREE;
        }
        var own = words.stream().map(LinearTree::unescaped).toList();
        if (!tree.words().stream()
                .map(word -> tokenizer.word(LinearTree.unescaped(word)))
                .toList()
                .equals(own)) {
            return Reason.OTHER_WORDS;
        }
        labels = marked(tree.actions());
        return null;
    }

    /** Cuts the words, and their labels with them, to those that are read. */
    private Reason cut() {
        if (hasOtherLength(words.size())) {
            return Reason.UNEVEN_LABELS;
        }
        int most = columns.text().maxLength();
        if (words.size() > most) {
            words = words.subList(0, most);
            labels = columns.target().tags() ? labels.subList(0, most) : labels;
        }
        return null;
    }

    private boolean hasOtherLength(int steps) {
        return columns.target().tags() && labels.size() != steps;
    }

    private Reason wrongVectors() {
        vectors = StepVectors.sequence(sequence);
        if (vectors.wrong() != null) {
            return vectors.wrong();
        }
        if (noLabel()) {
            return Reason.NO_LABEL;
        }
        if (hasOtherLength(vectors.steps())) {
            return Reason.UNEVEN_LABELS;
        }
        return vectors.steps() < columns.least() ? Reason.ONE_STEP : null;
    }

    private boolean noLabel() {
        boolean two = columns.target() == RowTarget.TAGS_AND_LABEL;
        return labels == null || (two && second == null);
    }

    private Reason wrongValues(Object column) {
        var target = StepVectors.target(column);
        values = target.numbers();
        return target.wrong();
    }

    private Reason wrongProbabilities(Object column) {
        var reason = wrongValues(column);
        for (int i = 0; i < values.length && reason == null; i++) {
            reason = values[i] < 0 || values[i] > 1 ? Reason.NO_CHANCE : null;
        }
        return reason;
    }

    /** Returns the hash of the row's content. */
    public ContentHash hash(long seed) {
        return ContentHash.of(
                columns.words() ? ContentHash.bytes(text) : ContentHash.bytes(vectors.numbers()),
                values.length == 0 ? ContentHash.bytes(target()) : ContentHash.bytes(values),
                seed);
    }

    /** Returns a text that no other labels, second target and terms have. */
    private String target() {
        var parts = new ArrayList<>(labels);
        parts.addAll(terms);
        if (second != null) {
            parts.add(second);
        }
        return String.join("\0", parts);
    }

    /**
     * Returns the labels, or the words to learn, of a good row's target; empty if targets are
     * neither.
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * Returns what predictions for a good row are compared with: the labels, or the words of the
     * whole target.
     */
    public List<String> reference() {
        return columns.target() == RowTarget.WORDS ? reference : labels;
    }

    /** Returns the second target if it consists of terms; else empty. */
    public int[] terms() {
        return columns.target() == RowTarget.TERMS
                ? TermKeys.of(words, terms, stemmer).all()
                : new int[0];
    }

    /** Returns the second target, a label; null without one. */
    public String second() {
        return second;
    }

    /** Returns the labels as text; null if the row has none. */
    private String label() {
        if (columns.target().written()) {
            return written;
        }
        return labels == null || labels.isEmpty() ? null : String.join(" ", labels);
    }

    /** Returns the text that words were taken from; null if the sequence is none. */
    public String text() {
        return sequence instanceof String ? text : null;
    }

    /** Returns the words; empty if steps are vectors. */
    public List<String> words() {
        return words;
    }

    /** Returns the numbers of all steps; empty if steps are words. */
    public double[] vectors() {
        return vectors == null ? NONE : vectors.numbers();
    }

    /** Returns the target values; empty if targets are not values. */
    public double[] values() {
        return values;
    }

    /** Returns where in a series the row is; null if it is no window of one. */
    public SeriesFrame frame() {
        return frame;
    }

    /** Returns whether targets are read. */
    public boolean readsTargets() {
        return columns.target() != RowTarget.NONE;
    }

    public Widths widths() {
        return new Widths(vectors == null ? 0 : vectors.width(), values.length);
    }
}
