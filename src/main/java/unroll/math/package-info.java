/** Kernels over float arrays and offsets. */
package unroll.math;
