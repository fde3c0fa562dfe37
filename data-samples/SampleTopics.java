import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the sample of task {@code multilabel}: invented notices of a village, each with the topics that it reports on, none
 * to three of six. A sentence that only mentions a thing of a topic, to say that there is no news of it, does not count, so
 * single words do not tell the topics.
 *
 * <pre>java data-samples/SampleTopics.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleTopics {
    /** A topic: its things, and what is reported of them. */
    private enum Topic {
        WEATHER(9, "rain,fog,the storm,snow,the frost", "% reached the valley,% will last until evening,roads are wet after %"),
        SPORT(8, "the football team,the swimming club,the chess team,the rowing crew", "% won again,% lost in the last minute,a new coach trains %"),
        MUSIC(6, "the choir,the brass band,the village orchestra,the organ", "% plays on the square,% gave a concert,tickets to hear % are sold out"),
        TRAFFIC(5, "the bridge,the main road,the bus line,the railway crossing", "% is closed until friday,repairs of % have begun,drivers wait long at %"),
        FOOD(4, "the bakery,the cheese market,the inn,the fish stall", "% has new opening hours,people queue at %,a cook from the city took over %"),
        HEALTH(2, "the doctor,the pharmacy,the nurse,the dentist", "% moves to the town hall,% gives free advice,patients can visit % on mondays");

        private final int weight; // how often it occurs
        private final List<String> things;
        private final List<String> reports;

        Topic(int weight, String things, String reports) {
            this.weight = weight;
            this.things = List.of(things.split(","));
            this.reports = List.of(reports.split(","));
        }
    }

    private static final List<String> ASIDES =
            List.of("there is no news of %", "nobody has heard of % this week", "this page does not report on %", "about % we know nothing yet");
    private static final List<String> OTHERS =
            List.of("the paper comes out on thursdays", "letters can be left at the desk", "a key was found near the well", "the editor thanks all readers",
                    "the next issue will be longer", "the mayor sends greetings");
    private static final int[] NUMBERS = {0, 1, 1, 1, 2, 2, 2, 3}; // of topics

    private final Random random = new Random(2026);
    private final Set<String> seen = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("topics");
        var topics = new SampleTopics();
        topics.write(folder.resolve("train"), 1500);
        topics.write(folder.resolve("test"), 400);
    }

    private void write(Path folder, int count) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = notice();
            while (!seen.add(line)) {
                line = notice();
            }
            lines.append(line).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** A notice as a line of JSON; no word needs escapes. */
    private String notice() {
        var topics = new TreeSet<Topic>();
        for (int most = NUMBERS[random.nextInt(NUMBERS.length)]; topics.size() < most; ) {
            topics.add(topic());
        }
        var sentences = new ArrayList<String>();
        for (var topic : topics) {
            sentences.add(one(topic.reports).replace("%", one(topic.things)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            sentences.add(one(ASIDES).replace("%", one(one(List.of(Topic.values())).things)));
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            sentences.add(one(OTHERS));
        }
        Collections.shuffle(sentences, random);
        var text = new StringBuilder();
        for (var sentence : sentences) {
            text.append(Character.toUpperCase(sentence.charAt(0))).append(sentence.substring(1)).append(". ");
        }
        var names = topics.stream().map(topic -> '"' + topic.name().toLowerCase(java.util.Locale.ROOT) + '"').toList();
        return "{\"text\":\"%s\",\"topics\":[%s]}".formatted(text.toString().strip(), String.join(",", names));
    }

    /** A topic, some more often than others. */
    private Topic topic() {
        int place = random.nextInt(Arrays.stream(Topic.values()).mapToInt(topic -> topic.weight).sum());
        for (var topic : Topic.values()) {
            place -= topic.weight;
            if (place < 0) {
                return topic;
            }
        }
        throw new AssertionError("a topic");
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
