package unroll.encode.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TextConf;
import unroll.data.ContentHash;
import unroll.text.Limit;
import unroll.text.Words;
import unroll.text.term.Stemmer;
import unroll.text.term.TermKeys;
import unroll.text.term.TermLabels;

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
    private final WrittenTarget target; // null if targets are not written
    private final Stemmer stemmer = new Stemmer();
    private Object sequence;
    private String name; // null without one
    private String text;
    private List<String> labels; // null if there are none
    private String written; // the target, if it is a text or words; null without one
    private String second; // the second target, a label; null without one
    private List<String> words = List.of();
    private List<String> terms = List.of(); // words with spaces between
    private SeriesFrame frame; // null without one
    private StepVectors vectors;
    private double[] values = NONE;
    private boolean cut;

    /**
     * The content of a source's rows.
     *
     * @param words whether the sequence is a text or an array of words
     * @param least minimum number of steps; 0 if a text may be empty
     * @param limit of the steps
     * @param longest maximum number of vectors that are left of a sequence; a longer one is
     *     rejected
     */
    public record Columns(
            TextConf text, boolean words, RowTarget target, int least, Limit limit, int longest)
            implements Serializable {
        /** Columns of texts, or of sequences of vectors of any length. */
        public Columns(TextConf text, boolean words, RowTarget target, int least) {
            this(
                    text,
                    words,
                    target,
                    least,
                    words ? Limit.of(text) : Limit.NONE,
                    Integer.MAX_VALUE);
        }

        /** Columns of a source of a model. */
        public Columns(Configuration conf, SourceConf source, RowTarget target, int least) {
            this(
                    conf.text(),
                    source.words(),
                    target,
                    least,
                    source.words() ? Limit.of(conf.text()) : ofVectors(conf),
                    Integer.MAX_VALUE);
        }

        private static Limit ofVectors(Configuration conf) {
            int most = conf.data().maxSteps();
            return most == 0 ? Limit.NONE : Limit.of(conf.text().cut(), most);
        }

        /** Returns the same for sequences that a batch must hold. */
        public Columns upTo(int steps) {
            return new Columns(text, words, target, least, limit, steps);
        }
    }

    public RecordReader(Columns columns) {
        this(columns, false);
    }

    private RecordReader(Columns columns, boolean rows) {
        this.columns = columns;
        this.rows = rows;
        tokenizer = new Words(columns.target().tags() ? columns.text().whole() : columns.text());
        target = columns.target().written() ? new WrittenTarget(columns.text()) : null;
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
        cut = false;
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
                        case WORDS -> written(target.text(row.target(), written));
                        case TREE -> written(target.tree(written, words));
                        case VALUES -> wrongValues(row.target());
                        case PROBABILITIES -> wrongProbabilities(row.target());
                    };
        }
        return reason == null ? null : rejected(reason);
    }

    private void readLabels(Object column) {
        boolean two = columns.target() == RowTarget.TAGS_AND_LABEL;
        var targets = two ? (List<?>) column : Arrays.asList(column, null);
        labels = Labels.of(columns.target(), targets.get(0));
        second = Labels.of(targets.get(1));
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
        words = sequence instanceof List<?> given ? tokenizer.words(given) : wordsOfText();
        if (words == null) {
            return Reason.MISSING_WORD;
        }
        if (columns.target() == RowTarget.TERMS) {
            terms = labels.stream().map(this::term).filter(term -> !term.isEmpty()).toList();
            labels = TermLabels.of(words, terms);
        }
        if (words.isEmpty() && columns.least() > 0) {
            return Reason.NO_WORDS;
        }
        if (hasOtherLength(words.size())) {
            return Reason.UNEVEN_LABELS;
        }
        boolean before = sequence instanceof String && tokenizer.cut();
        cut = before || columns.limit().cuts(words.size());
        words = columns.limit().of(words);
        cutLabels();
        return null;
    }

    private List<String> wordsOfText() {
        return rows ? tokenizer.ofRows(text) : tokenizer.of(text);
    }

    /** Returns the words of a term with spaces between. */
    private String term(String given) {
        return String.join(" ", tokenizer.of(given));
    }

    /** Takes the words of a target over if it is good. */
    private Reason written(Reason wrong) {
        labels = wrong == null ? target.words() : labels;
        return wrong;
    }

    /** Cuts the labels of steps as the steps are. */
    private void cutLabels() {
        labels = columns.target().tags() ? columns.limit().of(labels) : labels;
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
        cut = columns.limit().cuts(vectors.steps());
        vectors = vectors.cut(columns.limit());
        cutLabels();
        if (vectors.steps() > columns.longest()) {
            return Reason.LONG_SEQUENCE;
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
            reason = values[i] < 0 || values[i] > 1 ? Reason.NOT_A_PROBABILITY : null;
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

    /** Returns the labels, or the words, of a good row's target; empty if targets are neither. */
    public List<String> labels() {
        return labels;
    }

    /**
     * Returns what predictions for a good row are compared with: the labels, or the words of the
     * whole target.
     */
    public List<String> reference() {
        return target == null ? labels : target.reference();
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

    /** Returns whether a good row has more steps than are read. */
    public boolean cut() {
        return cut;
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
