package unroll.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Numbers in messages have the same digits for every caller of {@code Unroll.fit}: {@code
 * formatted} follows the locale of the process, so it may format no numbers.
 */
final class MessageLocaleTest {
    private static final Pattern FORMATTED_LITERALS =
            Pattern.compile(
                    "((?:\"(?:[^\"\\\\\n]|\\\\.)*\"\\s*\\+?\\s*)++)\\)?\\s*\\.formatted\\(");

    private static final Pattern NUMBER = Pattern.compile("%[,.+0-9]*[dfe]");

    @Test
    void numbersAreNotFormattedInTheLocaleOfTheCaller() throws IOException {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                FORMATTED_LITERALS
                        .matcher(Files.readString(file))
                        .results()
                        .filter(call -> NUMBER.matcher(call.group(1)).find())
                        .forEach(call -> found.add(file + ": " + call.group(1).strip()));
            }
        }
        assertEquals(List.of(), found, "use String.format(Locale.ROOT, …)");
    }
}
