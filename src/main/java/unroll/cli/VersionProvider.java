package unroll.cli;

import picocli.CommandLine.IVersionProvider;
import unroll.message.Version;

/** Tells the command line which version this is. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"unroll " + Version.text()};
    }
}
