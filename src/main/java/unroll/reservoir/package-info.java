/** Echo state networks: a fixed recurrence and a readout that is solved for. */
package unroll.reservoir;
