/** The commands: options, messages, exit codes, and following a run on a cluster. */
package unroll.cli;
