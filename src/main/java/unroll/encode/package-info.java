/**
 * From the records of a source to encoded examples: reading, surveying, encoding, and the reasons
 * why records are bad.
 */
package unroll.encode;
