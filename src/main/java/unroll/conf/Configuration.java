package unroll.conf;

import java.io.Serializable;

/** Everything that a run is told: the YAML file with its defaults filled in. */
public record Configuration(
        TaskConf task,
        RunConf run,
        DataConf data,
        TextConf text,
        ModelConf model,
        TrainingConf training,
        BpttConf bptt,
        SyncConf sync,
        CheckpointConf checkpoint,
        DivergenceConf divergence,
        boolean baseline,
        KernelChoice kernels)
        implements Serializable {

    /**
     * Whether training leaves a parameter as it is: since its vectors are not tuned yet, or since
     * its group does not move, or not yet.
     *
     * @param parameter its name in the layout
     * @param epoch from 0
     */
    public boolean frozen(String parameter, int epoch) {
        return epoch < model.frozenEpochs(parameter) || epoch < training.frozenEpochs(parameter);
    }

    /** The same with other settings of text. */
    public Configuration with(TextConf other) {
        return new Configuration(
                task,
                run,
                data,
                other,
                model,
                training,
                bptt,
                sync,
                checkpoint,
                divergence,
                baseline,
                kernels);
    }

    /** Whether the number of shards or the length of a round is still to be chosen. */
    public boolean open() {
        return data.shards() == DataConf.AUTO || sync.every() == SyncConf.AUTO;
    }

    /**
     * The same with what is still {@link #open} chosen.
     *
     * @param shards unless their number was given
     * @param every batches of each shard in a round, unless given
     */
    public Configuration chosen(int shards, int every) {
        return with(
                data.shards() == DataConf.AUTO ? data.withShards(shards) : data,
                sync.every() == SyncConf.AUTO ? sync.withEvery(every) : sync);
    }

    /** Returns the same with another training source. */
    public Configuration withTrainSource(SourceConf source) {
        return with(data.withTrain(source), sync);
    }

    private Configuration with(DataConf data, SyncConf sync) {
        return new Configuration(
                task,
                run,
                data,
                text,
                model,
                training,
                bptt,
                sync,
                checkpoint,
                divergence,
                baseline,
                kernels);
    }

    /** The same with nothing in the objective but the loss: no dropout, penalty, smoothing. */
    public Configuration undisturbed(int batch, int batchTokens) {
        return new Configuration(
                task,
                run,
                data,
                text,
                model.undisturbed(),
                training.unsmoothed(batch, batchTokens),
                bptt,
                sync,
                checkpoint,
                divergence,
                baseline,
                kernels);
    }
}
