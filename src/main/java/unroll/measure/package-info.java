/**
 * Measures models: evaluators, whose sums are exact, so that figures depend neither on the order of
 * examples nor on their division among workers, and reports.
 */
package unroll.measure;
