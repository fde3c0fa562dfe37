package unroll.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluralTest {
    @ParameterizedTest
    @CsvSource({
        "0, shard, 0 shards",
        "1, shard, 1 shard",
        "1, class, 1 class",
        "2, class, 2 classes",
        "3, retry, 3 retries",
        "7, epoch, 7 epochs",
        "1, batch, 1 batch",
        "'1200', batch, '1,200 batches'",
    })
    void onlyOneIsSingular(long number, String thing, String expected) {
        assertEquals(expected, Plural.of(number, thing));
    }
}
