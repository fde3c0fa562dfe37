/** Training on one shard for one round, and what workers receive and return. */
package unroll.train.worker;
