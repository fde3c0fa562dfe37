/**
 * What a run keeps on disk: checkpoints, models, the run directory and its lock, over a small
 * Store.
 */
package unroll.io;
