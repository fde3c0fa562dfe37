package unroll.nn.batch;

import java.util.Map;

/**
 * Examples that are computed together: named {@link Stream}s of sequences, one sequence an example
 * in each. Refilled for every step of training.
 */
public final class Batch {
    /** Name of the stream that a network reads. */
    public static final String SOURCE = "source";

    /** Name of the stream that a loss compares with. */
    public static final String TARGET = "target";

    /**
     * Name of the stream with the element before each one of the target, which a network that
     * writes the target reads.
     */
    public static final String PREVIOUS = "previous";

    /** Name of the stream of a second target. */
    public static final String SECOND = "second";

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
     * @throws IllegalArgumentException if no stream has that name
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

    public boolean hasSecond() {
        return streams.containsKey(SECOND);
    }

    public Stream source() {
        return source;
    }

    public Stream target() {
        return target;
    }

    /** Returns the packing of the source. */
    public Packing packing() {
        return source.packing();
    }

    /** Returns the caller's number of each example, [examples]. */
    public int[] numbers() {
        return numbers;
    }

    /**
     * Returns whether the sequences continue those of the workspace's previous batch, place by
     * place: recurrent layers then start from the state of that place.
     */
    public boolean continues() {
        return continues;
    }

    public void setContinues(boolean continues) {
        this.continues = continues;
    }

    /**
     * Returns the steps between two cuts of backpropagation through time, counted from the first
     * step of the batch; 0 without cuts.
     */
    public int window() {
        return window;
    }

    public void setWindow(int steps) {
        window = steps;
    }
}
