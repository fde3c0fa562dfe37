/** Options that several commands share. */
package unroll.cli.option;
