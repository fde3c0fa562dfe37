/** Splits the bytes of text files into records, whatever their encoding. */
package unroll.records;
