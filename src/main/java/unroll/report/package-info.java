/** What a run shows its user: progress while it trains, a summary at its end. */
package unroll.report;
