package unroll.spark;

/**
 * A record of a text file.
 *
 * @param broken whether it breaks the rules by which records are written
 */
record TextRecord(String text, boolean broken) {}
