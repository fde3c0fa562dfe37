/** Layers over packed rows: normalization, pooling, time delay, segments. */
package unroll.nn.layer;
