package unroll.spark.prepare;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import unroll.encode.Entry;

/** Counts the texts of each class that have a term. */
public final class ClassTermCounts {
    private ClassTermCounts() {}

    /**
     * Counts.
     *
     * @param texts their ids are numbers of terms, each once
     * @return [classes, terms]
     */
    public static int[] of(JavaRDD<Entry> texts, int classes, int terms) {
        var counts = new int[Math.multiplyExact(classes, terms)];
        texts.mapPartitions(
                        some -> {
                            var part = new int[classes * terms];
                            some.forEachRemaining(text -> count(text, terms, part));
                            return List.of(part).iterator();
                        })
                .collect()
                .forEach(part -> Arrays.setAll(counts, i -> counts[i] + part[i]));
        return counts;
    }

    private static void count(Entry text, int terms, int[] counts) {
        var example = text.example();
        for (int term : example.ids()) {
            counts[example.target() * terms + term]++;
        }
    }
}
