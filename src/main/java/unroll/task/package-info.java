/**
 * The contract of tasks, and the code that they share: networks, scoring and rules. Each task has
 * its own package.
 */
package unroll.task;
