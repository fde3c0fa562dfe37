/** Layers over packed rows: dropout, normalization, pooling, attention, time delay. */
package unroll.nn.layer;
