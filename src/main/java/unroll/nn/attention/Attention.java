package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;

/** A mean of the rows of a sequence whose weights depend on a query. Immutable. */
public interface Attention {
    /** Opens the attention with buffers for batches up to {@code capacity}. */
    KeyReading open(Capacity capacity, Kernels kernels, Allocator allocator);
}
