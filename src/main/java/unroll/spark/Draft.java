package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import unroll.conf.TextConf;
import unroll.data.ContentHash;

/**
 * Some rows of a source between reading and encoding: their words as numbers in a dictionary of
 * their own, since the vocabulary is not known yet. So every row is read and cut into words once
 * only. A plain class of arrays: it is cached.
 */
final class Draft implements Serializable {
    private static final int TOKENS = 256_000;

    private final String[] words; // the distinct words
    private final String[] labels; // the distinct labels
    private final int[] tokens; // places in words
    private final int[] starts; // [examples + 1]
    private final int[] targets; // [examples], places in labels
    private final long[] high; // [examples], of the content's hash
    private final long[] low; // [examples]
    private final Rejected[] rejected;

    private Draft(Builder builder) {
        words = builder.words.keySet().toArray(new String[0]);
        labels = builder.labels.keySet().toArray(new String[0]);
        tokens = Arrays.copyOf(builder.tokens, builder.count);
        int examples = builder.targets.size();
        starts = new int[examples + 1];
        targets = new int[examples];
        high = new long[examples];
        low = new long[examples];
        for (int i = 0; i < examples; i++) {
            starts[i + 1] = builder.ends.get(i);
            targets[i] = builder.targets.get(i);
            high[i] = builder.hashes.get(i).high();
            low[i] = builder.hashes.get(i).low();
        }
        rejected = builder.rejected.toArray(new Rejected[0]);
    }

    int examples() {
        return targets.length;
    }

    int length(int example) {
        return starts[example + 1] - starts[example];
    }

    String label(int example) {
        return labels[targets[example]];
    }

    ContentHash hash(int example) {
        return new ContentHash(high[example], low[example]);
    }

    List<Rejected> rejected() {
        return List.of(rejected);
    }

    /** The distinct words, to which {@link #places} refers. */
    List<String> words() {
        return List.of(words);
    }

    /** The words of an example, as places in {@link #words}. */
    int[] places(int example) {
        return Arrays.copyOfRange(tokens, starts[example], starts[example + 1]);
    }

    /** The words of an example with spaces between them. */
    String text(int example) {
        return Arrays.stream(places(example))
                .mapToObj(place -> words[place])
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    /**
     * Reads rows of {@link Sources#examples} into drafts of about 256,000 tokens, one at a time.
     */
    static Iterator<Draft> read(Iterator<Row> rows, TextConf conf, long seed) {
        var reader = new RowReader(conf, true);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Draft next() {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                var builder = new Builder();
                while (rows.hasNext() && !builder.full()) {
                    builder.add(reader, rows.next(), seed);
                }
                return new Draft(builder);
            }
        };
    }

    private static final class Builder {
        final Map<String, Integer> words = new LinkedHashMap<>();
        final Map<String, Integer> labels = new LinkedHashMap<>();
        final List<Integer> ends = new ArrayList<>();
        final List<Integer> targets = new ArrayList<>();
        final List<ContentHash> hashes = new ArrayList<>();
        final List<Rejected> rejected = new ArrayList<>();
        int[] tokens = new int[4096];
        int count;

        boolean full() {
            return count >= TOKENS || rejected.size() >= 1000;
        }

        void add(RowReader reader, Row row, long seed) {
            var wrong = reader.read(row);
            if (wrong != null) {
                rejected.add(wrong);
                return;
            }
            var found = reader.words();
            if (count + found.size() > tokens.length) {
                tokens = Arrays.copyOf(tokens, Math.max(count + found.size(), 2 * tokens.length));
            }
            for (var word : found) {
                tokens[count++] = place(words, word);
            }
            ends.add(count);
            targets.add(place(labels, reader.label()));
            hashes.add(ContentHash.of(reader.text(), reader.label(), seed));
        }

        private static int place(Map<String, Integer> places, String name) {
            var place = places.putIfAbsent(name, places.size());
            return place == null ? places.size() - 1 : place;
        }
    }
}
