/** Networks: parameters by name, packed batches, layers with forward and backward, losses. */
package unroll.nn;
