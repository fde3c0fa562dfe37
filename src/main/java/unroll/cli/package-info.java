/** The commands: options, messages and exit codes. */
package unroll.cli;
