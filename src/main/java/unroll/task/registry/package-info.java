/** The registry of tasks, the only code that names them all. */
package unroll.task.registry;
