package unroll.records;

import java.util.HexFormat;

/**
 * The mark with which Excel and Windows programs begin a text file to declare its encoding.
 *
 * @param length in bytes
 */
public record ByteOrderMark(String encoding, int length) {
    /** Bytes of the longest one. */
    public static final int BYTES = 4;

    /**
     * The mark at the start of a file; null without one.
     *
     * @param start up to {@link #BYTES} bytes
     */
    public static ByteOrderMark of(byte[] start) {
        var hex = HexFormat.of().formatHex(start);
        if (hex.startsWith("efbbbf")) {
            return new ByteOrderMark("UTF-8", 3);
        }
        if (hex.startsWith("fffe0000")) {
            return new ByteOrderMark("UTF-32LE", 4);
        }
        if (hex.startsWith("0000feff")) {
            return new ByteOrderMark("UTF-32BE", 4);
        }
        if (hex.startsWith("fffe")) {
            return new ByteOrderMark("UTF-16LE", 2);
        }
        return hex.startsWith("feff") ? new ByteOrderMark("UTF-16BE", 2) : null;
    }

    /** Returns whether Spark's readers, which expect UTF-8, cannot read such a file. */
    public boolean isWide() {
        return length != 3;
    }
}
