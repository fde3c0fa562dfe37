package unroll.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.text.Words;

class SampleReviewsTest {
    private static final Path SAMPLES = Path.of("data-samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static void generate(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dfile.encoding=UTF-8");
        command.add(SAMPLES.resolve("SampleReviews.java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor());
    }

    private static List<JsonNode> read(Path folder, String set, String part) throws IOException {
        var reviews = new ArrayList<JsonNode>();
        for (String line :
                Files.readAllLines(folder.resolve(set).resolve(part).resolve("part-0.jsonl"))) {
            reviews.add(JSON.readTree(line));
        }
        return reviews;
    }

    private static List<String> texts(List<JsonNode> reviews) {
        return reviews.stream().map(r -> r.get("text").asText()).toList();
    }

    @Test
    void generatorWritesTheCommittedFiles(@TempDir Path folder) throws Exception {
        generate(folder.toString());
        for (String set : List.of("reviews", "reviews-zh")) {
            for (String part : List.of("train", "test")) {
                Path file = Path.of(set, part, "part-0.jsonl");
                assertEquals(
                        -1,
                        Files.mismatch(SAMPLES.resolve(file), folder.resolve(file)),
                        file.toString());
            }
        }
    }

    @Test
    void threePercentOfTheTrainingLabelsAndNoTestLabelAreWrong(@TempDir Path folder)
            throws Exception {
        generate(folder.toString(), "0");
        for (String set : List.of("reviews", "reviews-zh")) {
            List<JsonNode> noisy = read(SAMPLES, set, "train");
            List<JsonNode> right = read(folder, set, "train");
            assertEquals(texts(right), texts(noisy));
            int wrong = 0;
            for (int i = 0; i < right.size(); i++) {
                wrong += right.get(i).get("label").equals(noisy.get(i).get("label")) ? 0 : 1;
            }
            assertEquals(Math.round(0.03 * right.size()), wrong);
            assertEquals(read(folder, set, "test"), read(SAMPLES, set, "test"));
        }
    }

    @ParameterizedTest
    @CsvSource({"reviews, 6000, 1500", "reviews-zh, 2000, 500"})
    void partsAreDisjointBalancedAndWithoutRepetition(String set, int train, int test)
            throws Exception {
        var seen = new HashSet<String>();
        for (String part : List.of("train", "test")) {
            List<JsonNode> reviews = read(SAMPLES, set, part);
            assertEquals(part.equals("train") ? train : test, reviews.size());
            long positive =
                    reviews.stream().filter(r -> r.get("label").asText().equals("pos")).count();
            long negative =
                    reviews.stream().filter(r -> r.get("label").asText().equals("neg")).count();
            assertEquals(reviews.size(), positive + negative);
            assertEquals(0.5, (double) positive / reviews.size(), 0.01);
            for (String text : texts(reviews)) {
                assertTrue(seen.add(text), text);
                // A form that was not filled in leaves its slots in capitals.
                assertFalse(text.matches(".*([A-Z]{2}|%|\\$).*"), text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"reviews, STANDARD", "reviews-zh, LETTERS"})
    void testSetHasNoWordThatTrainingLacks(String set, Tokenizer tokenizer) throws Exception {
        // New in the test set is how words are joined; for Chinese, single characters are
        // compared.
        var words =
                new Words(
                        TextConf.STANDARD
                                .with(TextConf.TOKENIZER, tokenizer)
                                .with(TextConf.LETTERS, 1)
                                .with(TextConf.MAX_LENGTH, 1000));
        var known = new HashSet<String>();
        texts(read(SAMPLES, set, "train")).forEach(text -> known.addAll(words.of(text)));
        for (String text : texts(read(SAMPLES, set, "test"))) {
            assertTrue(known.containsAll(words.of(text)), text);
        }
    }
}
