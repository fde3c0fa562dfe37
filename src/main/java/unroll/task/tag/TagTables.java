package unroll.task.tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.PrecisionRecall;
import unroll.message.Plural;
import unroll.message.Printable;

/** The figures of tags as text and as JSON. */
final class TagTables {
    private static final int MOST_SHOWN = 20; // types on the terminal; JSON has them all

    private final TagSums sums;
    private final PrecisionRecall all;
    private final boolean spans; // whether tags name spans
    private final Map<String, PrecisionRecall> types =
            new LinkedHashMap<>(); // that occur, most first

    TagTables(TagSums sums) {
        this.sums = sums;
        all = sums.spans().all();
        spans = sums.tags().nameSpans();
        var names = new ArrayList<>(sums.tags().types());
        names.add("(not in the training set)");
        IntStream.range(0, names.size())
                .filter(type -> sums.spans().ofType(type).occurs())
                .boxed()
                .sorted((a, b) -> Long.compare(support(b), support(a)))
                .forEach(type -> types.put(names.get(type), sums.spans().ofType(type)));
    }

    private long support(int type) {
        return sums.spans().ofType(type).expected();
    }

    Measures measures() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", sums.sequences());
        counts.put("steps", sums.steps());
        var figures = new LinkedHashMap<Metric, Double>();
        var shown = new LinkedHashMap<String, String>();
        if (spans) {
            counts.put("spans", all.expected());
            counts.put("foundSpans", all.found());
            counts.put("rightSpans", all.right());
            figures.put(Metric.SPAN_F1, all.f1());
            figures.put(Metric.SPAN_PRECISION, all.precision());
            figures.put(Metric.SPAN_RECALL, all.recall());
            shown.put("F1", Measures.finePercent(all.f1()));
        }
        counts.put("unknownTags", sums.unknown());
        counts.put("illFormedTags", sums.illFormed());
        counts.put("illFormedTrueTags", sums.illFormedTrue());
        if (sums.hasIntents()) {
            figures.put(Metric.INTENT_ACCURACY, sums.intentAccuracy());
            figures.put(Metric.EXACT_MATCH, sums.exactMatch());
            shown.put("intent", Measures.finePercent(sums.intentAccuracy()));
        }
        figures.put(Metric.ACCURACY, sums.accuracy());
        figures.put(Metric.SEQUENCE_ACCURACY, sums.sequenceAccuracy());
        figures.put(Metric.LOG_LOSS, sums.evaluation().loss());
        if (!spans) {
            shown.put("accuracy", Measures.finePercent(sums.accuracy()));
        }
        shown.put(
                "all right",
                Measures.finePercent(
                        sums.hasIntents() ? sums.exactMatch() : sums.sequenceAccuracy()));
        return new Measures(counts, figures, shown, details(), text());
    }

    private Map<String, Object> details() {
        var rows = new ArrayList<Map<String, Object>>();
        types.forEach((type, count) -> rows.add(count.tree("type", type)));
        return spans ? Map.of("types", List.copyOf(rows)) : Map.of();
    }

    private String text() {
        var text = new StringBuilder();
        Measures.line(
                text,
                "examples   %,d, all tags right in %s",
                sums.sequences(),
                Measures.finePercent(sums.sequenceAccuracy()));
        if (sums.hasIntents()) {
            Measures.line(
                    text,
                    "intents    right %s, with all tags %s",
                    Measures.finePercent(sums.intentAccuracy()),
                    Measures.finePercent(sums.exactMatch()));
        }
        Measures.line(
                text,
                "steps      %,d, tags right %s",
                sums.steps(),
                Measures.finePercent(sums.accuracy()));
        if (spans) {
            Measures.line(
                    text,
                    "spans      %,d, found %,d, right %,d",
                    all.expected(),
                    all.found(),
                    all.right());
            Measures.line(text, "precision  %s", Measures.finePercent(all.precision()));
            Measures.line(text, "recall     %s", Measures.finePercent(all.recall()));
            Measures.line(text, "F1         %s", Measures.finePercent(all.f1()));
        }
        Measures.line(text, "log-loss   %.4f a step", sums.evaluation().loss());
        if (sums.unknown() > 0) {
            Measures.line(
                    text,
                    "unknown    %s not in the training set",
                    Plural.of(sums.unknown(), "tag"));
        }
        if (sums.illFormed() + sums.illFormedTrue() > 0) {
            Measures.line(
                    text,
                    "ill-formed %s by the scheme %s, and %,d of the true ones",
                    Plural.of(sums.illFormed(), "tag"),
                    sums.scheme(),
                    sums.illFormedTrue());
        }
        if (spans) {
            table(text);
        }
        return text.toString();
    }

    private void table(StringBuilder text) {
        Measures.line(
                text, "%n%-30s %9s %9s %9s %9s", "type", "precision", "recall", "F1", "spans");
        types.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(
                        row ->
                                Measures.line(
                                        text,
                                        "%-30s %9s %9s %9s %,9d",
                                        Printable.brief(row.getKey(), 30),
                                        Measures.finePercent(row.getValue().precision()),
                                        Measures.finePercent(row.getValue().recall()),
                                        Measures.finePercent(row.getValue().f1()),
                                        row.getValue().expected()));
        if (types.size() > MOST_SHOWN) {
            Measures.line(text, "and %,d more", types.size() - MOST_SHOWN);
        }
    }
}
