package unroll.conf;

/** Which kernels run. */
public enum KernelChoice {
    /** SIMD where the JVM has the module, else scalar. */
    AUTO,
    SCALAR
}
