/** The mean of the updates of a round's shards, by parts of theta. */
package unroll.train.merge;
