/** Progress while a run trains, its status, and a summary at its end. */
package unroll.report;
