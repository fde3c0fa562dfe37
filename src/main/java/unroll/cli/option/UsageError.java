package unroll.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import unroll.message.Printable;

/** Tells the user which argument is wrong, in a line or two: the whole help would hide it. */
public final class UsageError {
    private UsageError() {}

    /**
     * Prints the mistake, what was probably meant, and how to see the help.
     *
     * @return the exit code
     */
    public static int report(ParameterException wrong, PrintWriter err) {
        err.println(Printable.message(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }
}
