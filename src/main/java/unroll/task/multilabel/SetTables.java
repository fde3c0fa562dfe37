package unroll.task.multilabel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.PrecisionRecall;
import unroll.message.Plural;
import unroll.message.Printable;

/** The figures of sets of labels as text and as JSON. */
final class SetTables {
    private static final int MOST_SHOWN = 50; // labels on the terminal; JSON has them all

    private final SetSums sums;
    private final List<String> labels;

    SetTables(SetSums sums, List<String> labels) {
        this.sums = sums;
        this.labels = labels;
    }

    Measures measures() {
        var all = sums.all();
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", sums.examples());
        counts.put("labelsOfExamples", all.expected());
        counts.put("foundLabels", all.found());
        counts.put("rightLabels", all.right());
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.MICRO_F1, all.f1());
        figures.put(Metric.MACRO_F1, sums.macroF1());
        figures.put(Metric.RIGHT_SETS, sums.rightSets());
        figures.put(Metric.LOG_LOSS, sums.evaluation().loss());
        var shown = new LinkedHashMap<String, String>();
        shown.put("micro-F1", Measures.finePercent(all.f1()));
        shown.put("macro-F1", Measures.finePercent(sums.macroF1()));
        shown.put("sets right", Measures.finePercent(sums.rightSets()));
        return new Measures(counts, figures, shown, Map.of("labels", details()), text(all));
    }

    private List<Map<String, Object>> details() {
        var rows = new ArrayList<Map<String, Object>>();
        for (int k = 0; k < labels.size(); k++) {
            var row = sums.of(k).tree("label", labels.get(k));
            row.put("threshold", sums.threshold(k));
            rows.add(row);
        }
        return rows;
    }

    private String text(PrecisionRecall all) {
        var text = new StringBuilder();
        Measures.line(
                text,
                "examples   %,d, exactly the right labels in %s",
                sums.examples(),
                Measures.finePercent(sums.rightSets()));
        Measures.line(
                text,
                "labels     %,d, found %,d, right %,d",
                all.expected(),
                all.found(),
                all.right());
        Measures.line(text, "precision  %s", Measures.finePercent(all.precision()));
        Measures.line(text, "recall     %s", Measures.finePercent(all.recall()));
        Measures.line(text, "micro-F1   %s", Measures.finePercent(all.f1()));
        Measures.line(text, "macro-F1   %s", Measures.finePercent(sums.macroF1()));
        Measures.line(text, "log-loss   %.4f a label", sums.evaluation().loss());
        table(text);
        return text.toString();
    }

    private void table(StringBuilder text) {
        int[] shown = shown();
        int width =
                Math.max(5, IntStream.of(shown).map(k -> Printable.width(name(k))).max().orElse(0));
        Measures.line(
                text,
                "%n%s  precision    recall        F1     rows  threshold",
                Printable.padded("label", width));
        for (int k : shown) {
            var count = sums.of(k);
            Measures.line(
                    text,
                    "%s  %9s %9s %9s %,8d     %.4f",
                    Printable.padded(name(k), width),
                    Measures.finePercent(count.precision()),
                    Measures.finePercent(count.recall()),
                    Measures.finePercent(count.f1()),
                    count.expected(),
                    sums.threshold(k));
        }
        if (shown.length < labels.size()) {
            Measures.line(
                    text,
                    "and %s with fewer rows",
                    Plural.of(labels.size() - shown.length, "label"));
        }
    }

    /** Returns all labels, or those with most rows. */
    private int[] shown() {
        var all = IntStream.range(0, labels.size());
        return labels.size() <= MOST_SHOWN
                ? all.toArray()
                : all.boxed()
                        .sorted(Comparator.comparingLong(k -> -sums.of(k).expected()))
                        .limit(MOST_SHOWN)
                        .mapToInt(k -> k)
                        .toArray();
    }

    private String name(int label) {
        return Printable.brief(labels.get(label));
    }
}
