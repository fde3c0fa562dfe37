/** Optimisers, clipping and learning rate schedules: loops over ranges of flat vectors. */
package unroll.optim;
