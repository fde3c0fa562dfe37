/** Settings that some tasks alone have. */
package unroll.conf.task;
