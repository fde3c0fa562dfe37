package unroll.message;

/** The version of this program. */
public final class Version {
    private Version() {}

    /**
     * Returns the version that the build wrote into the jar; {@code development} outside of one.
     */
    public static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
