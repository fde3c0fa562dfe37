package unroll.nn.batch;

import java.util.Map;

/**
 * Examples that are computed together, as named {@link Stream}s of sequences, one sequence an
 * example in each. Filled anew for every step of training.
 */
public final class Batch {
    /** Name of the stream that a network reads. */
    public static final String SOURCE = "source";

    /** Name of the stream that a loss compares with. */
    public static final String TARGET = "target";

    private final Map<String, Stream> streams;
    private final Stream source;
    private final Stream target;
    private final int[] numbers; // [examples], the caller's
    private boolean continues;
    private int window;

    /**
     * @param sequences most examples
     * @param streams by name, among them {@link #SOURCE} and {@link #TARGET}
     */
    public Batch(int sequences, Map<String, Stream> streams) {
        this.streams = Map.copyOf(streams);
        numbers = new int[sequences];
        source = stream(SOURCE);
        target = stream(TARGET);
    }

    /**
     * @throws IllegalArgumentException if there is no stream of that name
     */
    public Stream stream(String name) {
        var stream = streams.get(name);
        if (stream == null) {
            throw new IllegalArgumentException(
                    "batch: expected one of the streams %s, got %s"
                            .formatted(streams.keySet().stream().sorted().toList(), name));
        }
        return stream;
    }

    public Stream source() {
        return source;
    }

    public Stream target() {
        return target;
    }

    /** The packing of the source. */
    public Packing packing() {
        return source.packing();
    }

    /** The caller's number of each example, [examples]. */
    public int[] numbers() {
        return numbers;
    }

    /**
     * Whether the sequences go on from where the workspace's previous batch ended, packed place by
     * packed place: recurrent layers then start from the state of that place.
     */
    public boolean continues() {
        return continues;
    }

    public void setContinues(boolean continues) {
        this.continues = continues;
    }

    /**
     * Steps between two places, counted from the first step of the batch, where backpropagation
     * through time is cut; 0 where it is not.
     */
    public int window() {
        return window;
    }

    public void setWindow(int steps) {
        window = steps;
    }
}
