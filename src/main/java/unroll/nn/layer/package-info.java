/** Layers over packed rows: dropout, normalization, pooling, time delay. */
package unroll.nn.layer;
