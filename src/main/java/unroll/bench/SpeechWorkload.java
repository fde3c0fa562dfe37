package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.TaskConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.transcribe.Transcribe;

/**
 * A transcriber of frames: bidirectional LSTM layers and CTC. Recordings of all lengths are in each
 * batch.
 *
 * @param width numbers of a frame
 * @param labels without the blank
 * @param shortest frames of the shortest recording
 * @param longest frames of the longest recording
 */
record SpeechWorkload(
        String name,
        int width,
        int layers,
        int hidden,
        int labels,
        int sequences,
        int shortest,
        int longest)
        implements Workload {
    private static final int BATCHES = 4;
    private static final int FEWEST_LABELS = 5; // of a recording
    private static final int MOST_LABELS = 9;

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%d bidirectional lstm %d, ctc %d, %d x %d..%d",
                layers,
                hidden,
                labels,
                sequences,
                shortest,
                longest);
    }

    @Override
    public Network network(KernelChoice kernels) {
        var layer = new RecurrentConf(CellConf.Name.LSTM, hidden, true);
        var conf = Configurations.of(TaskConf.TRANSCRIBE, 0, layers, layer, kernels);
        return new Transcribe(conf, 0, width, labels).network();
    }

    @Override
    public Capacity capacity(boolean training) {
        return new Capacity(sequences, sequences * longest, training);
    }

    @Override
    public List<Batch> batches(long seed) {
        var random = new Random(seed);
        var schema = new Schema(Field.steps(width), Field.labels(Field.Length.OWN));
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < BATCHES; i++) {
            var lengths = Lengths.drawn(random, sequences, shortest, longest);
            var batch = schema.batch(sequences, sequences * longest);
            batch.source().pack(lengths, sequences);
            var said = Lengths.drawn(random, sequences, FEWEST_LABELS, MOST_LABELS);
            batch.target().pack(said, sequences);
            for (int v = 0; v < batch.packing().rows() * width; v++) {
                batch.source().values()[v] = (float) random.nextGaussian();
            }
            for (int row = 0; row < Arrays.stream(said).sum(); row++) {
                batch.target().ids()[row] = random.nextInt(labels);
            }
            batches.add(batch);
        }
        return batches;
    }

    /** The first step has no product with the state, which is zero; the loss is left out. */
    @Override
    public MultiplyAdds multiplyAdds() {
        double rows = 0;
        for (var batch : batches(0)) {
            rows += batch.packing().rows();
        }
        double fed = 1 - BATCHES * sequences / rows;
        double gates = 4.0 * hidden;
        double first = 2 * gates * width; // its inputs have no gradient
        double others = 2 * gates * (layers - 1.0) * 2 * hidden;
        double states = 2 * layers * fed * gates * hidden;
        double head = 2.0 * hidden * (labels + 1);
        return new MultiplyAdds(
                2 * first + 3 * (others + states + head), first + others + states + head);
    }
}
