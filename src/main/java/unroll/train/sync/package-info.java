/** Strategies by which the updates of shards become the next state. */
package unroll.train.sync;
