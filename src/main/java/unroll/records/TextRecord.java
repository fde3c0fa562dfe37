package unroll.records;

/**
 * A record of a text file.
 *
 * @param broken whether it breaks the rules by which records are written
 */
public record TextRecord(String text, boolean broken) {}
