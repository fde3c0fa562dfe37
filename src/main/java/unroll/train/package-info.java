/** Workers, rounds, and how a round's updates become the next state. */
package unroll.train;
