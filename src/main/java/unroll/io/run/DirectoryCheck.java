package unroll.io.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import unroll.conf.ConfigurationException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.model.OwnFiles;

/**
 * Refuses directories in which a run would write among, or over, somebody else's files. A directory
 * may be used if it is empty, does not exist, or belongs to a run, which its {@code run.json}
 * shows.
 */
final class DirectoryCheck {
    private static final String REMEDY = "give an empty or new directory, or that of a run";
    private static final int NAMED = 3;

    /** Files that a run leaves if it is killed before it writes run.json. */
    private static final Pattern START =
            Pattern.compile("(run|status|lock|lock-takeover-.+)\\.json");

    private static final List<String> STATUS_KEYS = List.of("state", "submission", "heartbeat");
    private static final List<String> LOCK_KEYS = List.of("id", "pid", "heartbeat");

    private final Store store;
    private final String path;

    DirectoryCheck(Store store, String path) {
        this.store = store;
        this.path = path;
    }

    /**
     * Checks the directory.
     *
     * @throws ConfigurationException naming the obstacle
     */
    void require() throws IOException {
        if (!store.exists(path)) {
            return;
        }
        if (!store.isDirectory(path)) {
            throw refused("is a file, expected a directory");
        }
        var names = store.list(path);
        if (names.contains(RunDirectory.RUN) && isRun()) {
            var blocking = OwnFiles.DIRECTORY.obstacles(store, path);
            if (!blocking.isEmpty()) {
                throw new ConfigurationException(
                        "run.dir: %s: move it away, or give another run.dir"
                                .formatted(named(blocking.stream())));
            }
            return;
        }
        var foreign = new ArrayList<String>();
        for (var name : names) {
            if (!isLeftOver(name)) {
                foreign.add(name);
            }
        }
        if (!foreign.isEmpty()) {
            throw refused(
                    "holds %s and no run.json%s"
                            .formatted(
                                    named(foreign.stream()),
                                    foreign.contains(RunDirectory.RUN)
                                            ? " that a run wrote"
                                            : " of a run"));
        }
    }

    private boolean isRun() throws IOException {
        var tree = Json.readIfWhole(store, Store.child(path, RunDirectory.RUN));
        return tree.filter(run -> run.path("configuration").isObject() && run.has("seed"))
                .isPresent();
    }

    /**
     * Returns whether a file was left by a run that was killed early: it is empty, or has such a
     * file's content.
     */
    private boolean isLeftOver(String name) throws IOException {
        if (!START.matcher(name).matches()) {
            return false;
        }
        var file = Store.child(path, name);
        if (store.isDirectory(file)) {
            return false;
        }
        try {
            if (store.length(file) == 0) {
                return true;
            }
        } catch (FileNotFoundException e) {
            return true; // its run has just ended
        }
        if (name.equals(RunDirectory.RUN)) {
            return false;
        }
        var keys = name.equals(RunDirectory.STATUS) ? STATUS_KEYS : LOCK_KEYS;
        return Json.readIfWhole(store, file)
                .filter(tree -> keys.stream().allMatch(tree::has))
                .isPresent();
    }

    private ConfigurationException refused(String why) {
        return new ConfigurationException("run.dir: %s %s: %s".formatted(path, why, REMEDY));
    }

    private static String named(Stream<String> all) {
        var list = all.toList();
        var named = list.stream().limit(NAMED).collect(Collectors.joining(", "));
        return list.size() > NAMED ? named + " and " + (list.size() - NAMED) + " more" : named;
    }
}
