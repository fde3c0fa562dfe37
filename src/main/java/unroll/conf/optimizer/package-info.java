/** The optimizer of a run: its rule, groups of parameters, schedule and clipping. */
package unroll.conf.optimizer;
