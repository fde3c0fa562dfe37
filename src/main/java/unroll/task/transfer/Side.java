package unroll.task.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.SoftmaxConf;
import unroll.conf.TaskConf;
import unroll.data.Field;
import unroll.encode.Codec;
import unroll.nn.Layout;
import unroll.nn.Layout.Slice;
import unroll.task.Task;
import unroll.task.network.DecoderBuilder;

/** A network with what its parameters stand for. */
record Side(Configuration conf, Codec codec, Task task, Layout layout) {
    static Side of(Configuration conf, Codec codec, Task task) {
        return new Side(conf, codec, task, task.network().layout());
    }

    /** Returns the input whose table a parameter is, if it is one. */
    Optional<InputConf> input(Slice slice) {
        var model = conf.model();
        return IntStream.range(0, model.inputs().size())
                .filter(i -> codec.words() && model.table(i).equals(slice.name()))
                .mapToObj(model.inputs()::get)
                .findFirst();
    }

    /** Returns whether a parameter is the weights of one-hot words. */
    boolean ofOneHot(Slice slice) {
        return codec.words() && slice.byRow() && slice.name().startsWith("encoder.");
    }

    /** Returns whether a parameter has a vector for each word in a vocabulary of targets. */
    boolean ofWritten(Slice slice) {
        var name = slice.name();
        return codec.written() != null
                && (name.equals("target.embedding") || name.equals("head.w"));
    }

    /** Returns what the columns are that the first layer reads. */
    List<Object> inputs() {
        var model = conf.model();
        if (!codec.words()) {
            return List.of(codec.inputs().columns());
        }
        var inputs = new ArrayList<Object>();
        for (int i = 0; i < model.inputs().size(); i++) {
            var input = model.inputs().get(i);
            boolean normalized = input instanceof InputConf.Words words && words.normalize();
            inputs.add(input instanceof InputConf.OneHot ? input : model.table(i));
            inputs.add(normalized);
        }
        return inputs;
    }

    /** Returns what the outputs are. */
    List<Object> outputs() {
        return List.of(
                conf.task(),
                codec.labels(),
                codec.secondLabels(),
                codec.values().columns(),
                predictsWords() ? codec.predicted().words() : List.of());
    }

    /** Returns the kind of the outputs, apart from which they are. */
    List<Object> kindOfOutputs() {
        return List.of(conf.task(), predictsWords());
    }

    boolean predictsWords() {
        return task.schema().target().kind() == Field.Kind.WORDS;
    }

    /** Returns the first words of the clusters of an adaptive softmax; none of another. */
    List<Integer> cutoffs() {
        return conf.model().softmax() instanceof SoftmaxConf.Adaptive adaptive
                ? adaptive.below(codec.predicted().size())
                : List.of();
    }

    /**
     * Returns what gives the parameters of the decoder their meaning, beyond their shapes: what it
     * reads and writes, its layers, and its attention.
     */
    List<Object> decoder() {
        var decoder = conf.decoder();
        return List.of(
                kindOfOutputs(),
                decoderLayers().stream().map(LayerMeaning::of).toList(),
                decoder.attention(),
                decoder.inputFeeding());
    }

    private List<RecurrentConf> decoderLayers() {
        return conf.task() == TaskConf.CAPTION
                ? conf.model().recurrentLayers()
                : DecoderBuilder.layers(conf.model(), conf.decoder());
    }
}
