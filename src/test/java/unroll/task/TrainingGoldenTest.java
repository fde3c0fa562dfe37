package unroll.task;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenTensor;
import unroll.golden.GoldenTraining;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;
import unroll.oracle.Gates;
import unroll.oracle.OracleCells;
import unroll.task.classify.Classify;

/** A short training run goes the way of the reference: losses, gradient norms and end. */
final class TrainingGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> lstmClassifierBySimdKernels() {
        return GoldenFiles.tests(GoldenFile.Kind.TRAINING, file -> check(file, KernelChoice.AUTO));
    }

    @TestFactory
    Stream<DynamicTest> lstmClassifierByScalarKernels() {
        return GoldenFiles.tests(
                GoldenFile.Kind.TRAINING, file -> check(file, KernelChoice.SCALAR));
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return GoldenFiles.faults(
                GoldenFile.Kind.TRAINING, wrong -> check(wrong, KernelChoice.AUTO));
    }

    private static void check(GoldenFile file, KernelChoice kernels) {
        var training = new GoldenTraining(file);
        var weights = new float[training.classes()];
        Arrays.fill(weights, 1);
        var embedding = training.start("input.embedding");
        var model =
                new ModelConf(
                        embedding.size(1),
                        List.of(
                                new EncoderLayer.RecurrentConf(
                                        CellConf.Name.LSTM, training.units(), false)),
                        ModelConf.Pooling.LAST,
                        new ModelConf.DropoutConf(0, 0, 0, 0));
        var network = Classify.network(model, embedding.size(0), weights, 0, kernels);
        var layout = network.layout();
        var theta = new float[layout.size()];
        for (String name : training.trained()) {
            enter(layout.slice(name), training.start(name), training.units(), theta);
        }
        var batch = Batches.of(training.words(), training.labels());
        var packing = batch.packing();
        var workspace = network.open(new Capacity(packing.sequences(), packing.rows(), true));
        var optimizer = Optimizer.of(new OptimizerConf.Adam(training.rate(), 0.9, 0.999, 1e-8));
        var clip = Clip.of(new ClipConf.Norm(training.clip()), layout);
        var moments = new float[optimizer.moments().size()][theta.length];
        var gradient = new float[theta.length];
        var all = Ranges.of(0, layout.size());
        for (int i = 0; i < training.steps(); i++) {
            // Rows of the embedding that the batch does not use keep what they held.
            Arrays.fill(gradient, 0);
            training.loss(i).check(TOLERANCE, workspace.train(theta, gradient, batch, 0).mean());
            training.norm(i).check(TOLERANCE, clip.apply(gradient, all).norm());
            optimizer.step(theta, gradient, moments, all, training.rate(), i + 1);
        }
        for (String name : training.trained()) {
            var end = training.end(name);
            end.check(TOLERANCE, leave(layout.slice(name), training.units(), theta));
        }
    }

    private static void enter(Layout.Slice slice, GoldenTensor from, int units, float[] theta) {
        for (int i = 0; i < slice.size(); i++) {
            theta[place(slice, units, i)] = (float) from.data()[i];
        }
    }

    private static float[] leave(Layout.Slice slice, int units, float[] theta) {
        var values = new float[slice.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = theta[place(slice, units, i)];
        }
        return values;
    }

    /** Where an element of the file's tensor lies: its gates stand in another order. */
    private static int place(Layout.Slice slice, int units, int i) {
        if (!slice.name().startsWith("encoder.")) {
            return slice.offset() + i;
        }
        int row =
                OracleCells.of(CellConf.Name.LSTM)
                        .gates()
                        .row(i / slice.rowSize(), new Gates("ifgo"), units);
        return slice.offset() + row * slice.rowSize() + i % slice.rowSize();
    }
}
