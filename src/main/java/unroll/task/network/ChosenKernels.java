package unroll.task.network;

import unroll.conf.KernelChoice;
import unroll.math.Kernels;

/** The kernels that a configuration chooses. */
public final class ChosenKernels {
    private ChosenKernels() {}

    public static Kernels of(KernelChoice choice) {
        return switch (choice) {
            case AUTO -> Kernels.fastest();
            case SCALAR -> Kernels.scalar();
        };
    }
}
