import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the sample of task {@code tag}: invented requests to a timetable, each word with its tag (BIO), and the intent of
 * the whole. The same town is an origin, a destination or a stop by the words around it, which may stand far away; the
 * towns of the test set have names of two or three words that the training set joins differently.
 *
 * <pre>java data-samples/SampleRequests.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleRequests {
    private static final List<String> FIRST = List.of("new", "north", "old", "upper", "lake", "saint");
    private static final List<String> SECOND = List.of("ash", "bern", "elm", "ford", "mill", "oak", "stone", "wells");
    private static final List<String> DAYS = List.of("monday", "tuesday", "friday", "sunday", "today", "tomorrow");
    private static final List<String> PARTS = List.of("morning", "afternoon", "evening");
    private static final List<String> HOURS = List.of("six", "seven", "nine", "ten", "noon");

    private final Random random = new Random(2026);
    private final Set<String> seen = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("requests");
        var requests = new SampleRequests();
        requests.write(folder.resolve("train"), 1200, false);
        requests.write(folder.resolve("test"), 300, true);
    }

    private void write(Path folder, int count, boolean test) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = request(test);
            while (!seen.add(line)) {
                line = request(test);
            }
            lines.append(line).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** A request as a line of JSON; no word needs escapes. */
    private String request(boolean test) {
        var words = new ArrayList<String>();
        var tags = new ArrayList<String>();
        var intent = one(List.of("connection", "fare", "duration"));
        switch (intent) {
            case "connection" -> outside(words, tags, one(List.of("i need a train", "show me trains", "is there a bus")));
            case "fare" -> outside(words, tags, one(List.of("what is the fare", "how much is a ticket", "price of a ride")));
            default -> outside(words, tags, one(List.of("how long does it take", "how long is the ride", "duration of a ride")));
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                place(words, tags, "from", "origin", test);
                place(words, tags, "to", "destination", test);
            }
            case 1 -> {
                place(words, tags, "to", "destination", test);
                place(words, tags, "from", "origin", test);
            }
            case 2 -> {
                outside(words, tags, "between");
                span(words, tags, town(test), "origin");
                place(words, tags, "and", "destination", test);
            }
            default -> place(words, tags, one(List.of("to", "that goes to")), "destination", test);
        }
        if (random.nextInt(3) == 0) {
            place(words, tags, one(List.of("via", "with a stop in")), "stop", test);
        }
        if (random.nextBoolean()) {
            outside(words, tags, one(List.of("on", "next", "leaving")));
            span(words, tags, one(DAYS) + (random.nextBoolean() ? " " + one(PARTS) : ""), "day");
        }
        if (random.nextInt(3) == 0) {
            outside(words, tags, one(List.of("before", "after", "at")));
            span(words, tags, one(HOURS) + (random.nextBoolean() ? " thirty" : ""), "time");
        }
        return "{\"words\":%s,\"tags\":%s,\"intent\":\"%s\"}".formatted(array(words), array(tags), intent);
    }

    private void place(List<String> words, List<String> tags, String before, String type, boolean test) {
        outside(words, tags, before);
        span(words, tags, town(test), type);
    }

    /** A town's name; every third pair of its words is kept for the test set. */
    private String town(boolean test) {
        while (true) {
            int first = random.nextInt(FIRST.size());
            int second = random.nextInt(SECOND.size());
            boolean kept = (first + second) % 3 == 0;
            if (random.nextInt(3) == 0) {
                return SECOND.get(second);
            }
            if (kept == test) {
                return FIRST.get(first) + " " + SECOND.get(second);
            }
        }
    }

    private static void outside(List<String> words, List<String> tags, String text) {
        for (var word : text.split(" ")) {
            words.add(word);
            tags.add("O");
        }
    }

    private static void span(List<String> words, List<String> tags, String text, String type) {
        var prefix = "B-";
        for (var word : text.split(" ")) {
            words.add(word);
            tags.add(prefix + type);
            prefix = "I-";
        }
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String array(List<String> texts) {
        return "[\"" + String.join("\",\"", texts) + "\"]";
    }
}
