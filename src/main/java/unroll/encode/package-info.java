/**
 * Encodes the records of a source into examples: reading, surveying, encoding, and the reasons for
 * rejection.
 */
package unroll.encode;
