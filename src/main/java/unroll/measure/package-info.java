/**
 * How well a model does: evaluators, whose sums are exact, so that neither the order of examples
 * nor their division among workers shows in a figure; and the reports made of them.
 */
package unroll.measure;
