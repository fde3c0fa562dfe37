/** Measures speed on this machine: fixed workloads, their tokens per second. */
package unroll.bench;
