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
        implements Serializable {}
