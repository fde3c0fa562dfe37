package unroll.task.frames;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import unroll.measure.Argmax;
import unroll.measure.ClassSums;
import unroll.measure.Evaluation;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.PrecisionRecall;
import unroll.message.Plural;

/** Labels of frames held against the true ones, alone and as segments. */
final class FrameSums implements Serializable {
    private final Metric score; // the task's
    private final Evaluation evaluation = new Evaluation();
    private final ClassSums classes = new ClassSums(); // of frames whose label is known
    private long sequences;
    private long frames;
    private long right;
    private long unknown; // frames whose true label is not known
    private PrecisionRecall segments = PrecisionRecall.NONE;

    /**
     * @param score accuracy of frames, or F1 of segments
     */
    FrameSums(Metric score) {
        this.score = score;
    }

    /**
     * Adds a sequence.
     *
     * @param wanted true labels, below 0 where one is not known
     * @param probabilities [frames, labels]
     */
    void add(int[] wanted, float[] probabilities, int labels) {
        int[] given = Argmax.ofRows(probabilities, labels);
        double loss = 0;
        int hits = 0;
        int known = 0;
        for (int t = 0; t < wanted.length; t++) {
            if (wanted[t] >= 0) {
                classes.add(wanted[t], probabilities, t * labels, labels);
                loss += Evaluation.crossEntropy(probabilities[t * labels + wanted[t]]);
                known++;
            }
            hits += wanted[t] == given[t] ? 1 : 0;
        }
        sequences++;
        frames += wanted.length;
        right += hits;
        unknown += wanted.length - known;
        evaluation.countLoss(loss, known);
        var own = SegmentCounts.of(wanted, given);
        segments = segments.plus(own);
        if (score == Metric.SEGMENT_F1) {
            evaluation.countScore(2.0 * own.right(), own.expected() + own.found());
        } else {
            evaluation.countScore(hits, wanted.length);
        }
    }

    void add(FrameSums other) {
        evaluation.add(other.evaluation);
        classes.add(other.classes);
        sequences += other.sequences;
        frames += other.frames;
        right += other.right;
        unknown += other.unknown;
        segments = segments.plus(other.segments);
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /** The figures of the sequences so far, at least one. */
    Measures measures(List<String> labels) {
        var ofClasses = classes.measures(labels);
        double accuracy = (double) right / frames;
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", sequences);
        counts.put("frames", frames);
        counts.put("segments", segments.expected());
        counts.put("foundSegments", segments.found());
        counts.put("rightSegments", segments.right());
        counts.put("unknownLabels", unknown);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.ACCURACY, accuracy);
        figures.put(Metric.SEGMENT_F1, segments.f1());
        figures.put(Metric.MACRO_F1, ofClasses.figure(Metric.MACRO_F1));
        figures.put(Metric.LOG_LOSS, ofClasses.figure(Metric.LOG_LOSS));
        var shown = new LinkedHashMap<String, String>();
        shown.put("frames right", Measures.finePercent(accuracy));
        shown.put("segment F1", Measures.finePercent(segments.f1()));
        var text = new StringBuilder();
        Measures.line(text, "sequences   %,d", sequences);
        Measures.line(text, "frames      %,d, right %s", frames, Measures.finePercent(accuracy));
        Measures.line(
                text,
                "segments    %,d, found %,d, right %,d",
                segments.expected(),
                segments.found(),
                segments.right());
        Measures.line(text, "segment F1  %s", Measures.finePercent(segments.f1()));
        if (unknown > 0) {
            Measures.line(
                    text, "unknown     %s not in the training set", Plural.of(unknown, "label"));
        }
        Measures.line(text, "%nEach frame as an example:");
        text.append(ofClasses.text());
        return new Measures(counts, figures, shown, ofClasses.details(), text.toString());
    }
}
