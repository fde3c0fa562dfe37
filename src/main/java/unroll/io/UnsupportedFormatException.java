package unroll.io;

import java.util.Locale;

/**
 * Thrown when a file is intact but has a format version that this version of Unroll does not read.
 */
public final class UnsupportedFormatException extends CorruptFileException {
    private UnsupportedFormatException(String message) {
        super(message);
    }

    /**
     * Checks a format version against the supported range.
     *
     * @param what kind of file, for the message
     * @param rewrite how to get a file in the current format, for the message
     */
    public static void check(
            String what, String file, long version, int oldest, int newest, String rewrite) {
        var range = oldest == newest ? "format " + newest : "formats " + oldest + " to " + newest;
        if (version < oldest) {
            throw new UnsupportedFormatException(
                    String.format(
                            Locale.ROOT,
                            "%s: the %s is too old: it has format %d, this version of Unroll reads %s: %s",
                            file,
                            what,
                            version,
                            range,
                            rewrite));
        }
        if (version > newest) {
            throw new UnsupportedFormatException(
                    String.format(
                            Locale.ROOT,
                            "%s: the %s is too new: it has format %d, this version of Unroll reads %s: use"
                                    + " the version of Unroll that wrote it, or a newer one",
                            file,
                            what,
                            version,
                            range));
        }
    }
}
