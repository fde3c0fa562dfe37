/** Training with {@code --deploy-mode cluster}: submits, follows, takes the exit code. */
package unroll.cli.cluster;
