package unroll.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * Resolves a path on any Hadoop file system: to the file or folder of exactly that name if it
 * exists, else to all that it matches as a glob.
 *
 * <p>Hadoop's globs fail in folders that contain a file name with a colon, and Spark's reader logs
 * a stack trace for each.
 */
public final class SourcePaths {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private SourcePaths() {}

    /** Returns the files and folders that a path names, sorted; may be empty. */
    public static List<Path> find(String text, Configuration hadoop) throws IOException {
        var path = of(text);
        var fileSystem = path.getFileSystem(hadoop);
        var whole = fileSystem.makeQualified(path);
        if (fileSystem.exists(whole)) {
            return List.of(whole);
        }
        var root = new Path(whole.toUri().getScheme(), whole.toUri().getAuthority(), "/");
        var found = new ArrayList<Path>();
        for (var pattern : GlobExpander.expand(whole.toUri().getPath())) {
            found.addAll(matches(fileSystem, root, names(pattern)));
        }
        return found.stream().distinct().sorted().toList();
    }

    /**
     * Returns a path without globs. A colon before the first slash belongs to a name, unless a
     * slash follows it.
     */
    public static Path of(String text) {
        return SCHEME.matcher(text).matches() ? new Path(text) : new Path(null, null, text);
    }

    /** Returns whether a glob would match a path, or a folder above it, if they existed. */
    public static boolean wouldMatch(String glob, Path path, Configuration hadoop)
            throws IOException {
        var whole = of(glob);
        whole = whole.getFileSystem(hadoop).makeQualified(whole);
        var names = names(path.toUri().getPath());
        for (var pattern : GlobExpander.expand(whole.toUri().getPath())) {
            var wanted = names(pattern);
            boolean matches = wanted.size() <= names.size();
            for (int i = 0; i < wanted.size() && matches; i++) {
                matches = new GlobFilter(wanted.get(i)).accept(new Path("/" + names.get(i)));
            }
            if (matches) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(String path) {
        return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
    }

    /** Finds files and folders below a folder, by a pattern for the names on each level. */
    public static List<Path> below(Path folder, List<String> patterns, Configuration hadoop)
            throws IOException {
        return matches(folder.getFileSystem(hadoop), folder, patterns).stream().sorted().toList();
    }

    private static List<Path> matches(FileSystem fileSystem, Path start, List<String> patterns)
            throws IOException {
        var found = List.of(start);
        for (var pattern : patterns) {
            var next = new ArrayList<Path>();
            for (var folder : found) {
                if (GLOB.matcher(pattern).find()) {
                    next.addAll(children(fileSystem, folder, pattern));
                } else {
                    var child = child(folder, ESCAPE.matcher(pattern).replaceAll("$1"));
                    if (fileSystem.exists(child)) {
                        next.add(child);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    /**
     * Returns the matching children. Those that Spark hides (names that begin with a dot or an
     * underscore) match only patterns that begin so.
     */
    private static List<Path> children(FileSystem fileSystem, Path folder, String pattern)
            throws IOException {
        var filter = new GlobFilter(pattern);
        try {
            return Arrays.stream(fileSystem.listStatus(folder))
                    .map(status -> status.getPath())
                    .filter(path -> isHidden(pattern) || !isHidden(path.getName()))
                    .filter(filter::accept)
                    // Listing a file returns the file itself.
                    .filter(path -> !path.equals(folder))
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** Returns a child; unlike {@link Path}'s constructor, this accepts names with a colon. */
    private static Path child(Path folder, String name) {
        var uri = folder.toUri();
        var parent = uri.getPath().equals("/") ? "" : uri.getPath();
        return new Path(uri.getScheme(), uri.getAuthority(), parent + "/" + name);
    }
}
