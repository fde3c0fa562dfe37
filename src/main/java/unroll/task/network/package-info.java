/** Builders of the networks of tasks, from the layers and inputs that a configuration names. */
package unroll.task.network;
