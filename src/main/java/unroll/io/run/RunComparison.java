package unroll.io.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import unroll.conf.ConfigurationException;
import unroll.io.Json;
import unroll.message.Printable;

/**
 * Compares the configuration of a run with that of a repeated command.
 *
 * <p>Some settings may differ, since they do not affect the parameters: {@code kernels} (both give
 * the same bits), {@code checkpoint} (what is kept, and when), {@code run.dir} (the directory may
 * have been moved), {@code data.maxRejected} and {@code divergence.retries} (when to give up),
 * {@code data.test} and {@code baseline} (measured at the end, again if the run is finished).
 * {@code data.shards} and {@code sync.every} may be {@code auto}: a resumed run keeps the numbers
 * that it began with. All others must be equal, including {@code data.shards}, which determines the
 * examples that train together.
 */
final class RunComparison {
    static final String EPOCHS = "training.epochs";
    private static final Set<String> FREE =
            Set.of("kernels", "run.dir", "data.maxRejected", "divergence.retries");
    private static final String FREE_BRANCH = "checkpoint.";
    private static final Set<String> OPEN = Set.of("data.shards", "sync.every");
    private static final String AUTO = "auto";
    private static final String BASELINE = "baseline";
    private static final String TEST = "data.test";
    private static final int NAMED = 3;
    private static final int LONGEST = 200; // code points of a value in a message

    /** A setting that differs; {@code (not set)} on the side that lacks it. */
    record Difference(String key, String was, String is) {
        @Override
        public String toString() {
            return "%s was %s, is now %s"
                    .formatted(
                            Printable.brief(key, LONGEST),
                            Printable.brief(was, LONGEST),
                            Printable.brief(is, LONGEST));
        }
    }

    private RunComparison() {}

    /**
     * Returns what the command does.
     *
     * @throws ConfigurationException if settings differ that may not, naming the first of them
     */
    static Rerun compare(String dir, JsonNode was, JsonNode is, boolean finished) {
        var differences = new ArrayList<Difference>();
        boolean extended = false;
        boolean retest = false;
        for (var difference : differences(was, is)) {
            if (isFree(difference)) {
                continue;
            }
            if (isMeasuring(difference.key())) {
                // A baseline that is not wanted any more needs no work.
                retest |= !difference.equals(new Difference(BASELINE, "true", "false"));
            } else if (difference.key().equals(EPOCHS) && grew(difference)) {
                extended = true;
            } else {
                differences.add(difference);
            }
        }
        if (!differences.isEmpty()) {
            throw new ConfigurationException(
                    "%s holds a run with another configuration: %s. %s"
                            .formatted(dir, named(differences), remedy()));
        }
        if (extended) {
            return Rerun.EXTENDED;
        }
        if (!finished) {
            return Rerun.RESUME;
        }
        return retest ? Rerun.RETEST : Rerun.FINISHED;
    }

    static String remedy() {
        return "Give the old settings to resume it, --fresh to delete it and start over, or"
                + " another directory to keep both, such as run.dir: runs/${date}";
    }

    static List<Difference> differences(JsonNode was, JsonNode is) {
        var old = new LinkedHashMap<String, String>();
        var now = new LinkedHashMap<String, String>();
        flatten("", Json.parseAgain(was), old);
        flatten("", Json.parseAgain(is), now);
        var keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        var differences = new ArrayList<Difference>();
        for (var key : keys) {
            var before = old.getOrDefault(key, "(not set)");
            var after = now.getOrDefault(key, "(not set)");
            if (!before.equals(after)) {
                differences.add(new Difference(key, before, after));
            }
        }
        return differences;
    }

    private static void flatten(String key, JsonNode tree, Map<String, String> into) {
        if (tree.isObject() && !tree.isEmpty()) {
            for (var field : tree.properties()) {
                flatten(
                        key.isEmpty() ? field.getKey() : key + "." + field.getKey(),
                        field.getValue(),
                        into);
            }
        } else if (tree.isArray() && tree.size() > 0 && tree.get(0).isObject()) {
            for (int i = 0; i < tree.size(); i++) {
                flatten(key + "[" + i + "]", tree.get(i), into);
            }
        } else if (!tree.isNull()) {
            into.put(key, tree.isTextual() ? tree.textValue() : tree.toString());
        }
    }

    private static boolean isFree(Difference difference) {
        var key = difference.key();
        return FREE.contains(key)
                || key.startsWith(FREE_BRANCH)
                || (OPEN.contains(key) && difference.is().equals(AUTO));
    }

    /** Returns whether a setting concerns only what is measured after training. */
    private static boolean isMeasuring(String key) {
        return key.equals(BASELINE) || key.equals(TEST) || key.startsWith(TEST + ".");
    }

    private static boolean grew(Difference epochs) {
        try {
            return Long.parseLong(epochs.is()) > Long.parseLong(epochs.was());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String named(List<Difference> differences) {
        var named =
                differences.stream()
                        .limit(NAMED)
                        .map(Difference::toString)
                        .collect(Collectors.joining("; "));
        int more = differences.size() - NAMED;
        return more > 0 ? named + "; and " + more + " more" : named;
    }
}
