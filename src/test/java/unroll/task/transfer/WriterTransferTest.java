package unroll.task.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static unroll.task.transfer.TransferModels.all;
import static unroll.task.transfer.TransferModels.names;
import static unroll.task.transfer.TransferModels.numbered;
import static unroll.task.transfer.TransferModels.row;
import static unroll.task.transfer.TransferModels.take;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Parameters that a network with a decoder takes over from another. */
final class WriterTransferTest {
    private static final String ATTENDING =
            """
            task: TASK
            run: {dir: d}
            data: {train: {format: json, path: p, target: t}}
            text: {tokenizer: whitespace, unknownBuckets: 2}
            model: {embedding: 3, layers: [{cell: gru, size: 2, bidirectional: true}]}
            decoder: {size: 3, embedding: 4, attentionSize: 5}
            """;
    private static final String CAPTION =
            """
            task: caption
            run: {dir: d}
            data: {train: {format: json, path: p, vector: v, target: t}}
            text: {tokenizer: whitespace}
            model: {layers: [{cell: gru, size: 3}]}
            decoder: {embedding: 2}
            """;
    private static final String AUTOENCODE =
            """
            task: autoencode
            run: {dir: d}
            data: {train: {format: json, path: p}}
            text: {tokenizer: whitespace, unknownBuckets: 2}
            model: {embedding: 3, layers: [{cell: gru, size: 2}], pooling: attention}
            decoder: {size: 3, embedding: 4}
            autoencode: {size: 4}
            """;

    // As many ids as the words that are written have.
    private static final List<String> READ = List.of("one", "two", "three", "four");
    private static final List<String> WRITTEN = List.of("shift A", "reduce B", "shift C", "x");
    private static final int WIDTH = 4;

    /**
     * @param written words that it writes; an autoencoder reads them
     */
    private static TrainedModel model(
            String task, List<String> read, List<String> written, int start, String... settings) {
        return switch (task) {
            case "caption" -> caption(WIDTH, written, start, settings);
            case "autoencode" -> {
                var conf = Tasks.reader().read(AUTOENCODE, "test", List.of(settings));
                yield numbered(conf, codec(written), start);
            }
            default -> {
                var yaml = ATTENDING.replace("TASK", task);
                var conf = Tasks.reader().read(yaml, "test", List.of(settings));
                yield numbered(conf, codec(read).withWritten(written), start);
            }
        };
    }

    private static Codec codec(List<String> read) {
        return new Codec(new Vocabulary(read, 2), Scaling.none(0), List.of(), Scaling.none(0));
    }

    private static TrainedModel caption(
            int width, List<String> written, int start, String... settings) {
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 1),
                        Scaling.none(width),
                        List.of(),
                        Scaling.none(0));
        var conf = Tasks.reader().read(CAPTION, "test", List.of(settings));
        return numbered(conf, codec.withWritten(written), start);
    }

    private static TrainedModel fresh(String task, String... settings) {
        return model(task, READ, WRITTEN, -9000, settings);
    }

    private static TrainedModel old(String task, String... settings) {
        return model(task, READ, WRITTEN, 1, settings);
    }

    /** Everything is taken, and of the words' rows those of the words that were known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caption | shift A, reduce B, shift C, x",
                "caption | shift A, reduce B, shift C, x, new",
                "caption | x, shift C, new, reduce B, shift A",
                "translate | shift A, reduce B, shift C, x",
                "translate | shift A, reduce B, shift C, x, new",
                "translate | x, shift C, reduce B, shift A",
                "autoencode | shift A, reduce B, shift C, x",
                "autoencode | shift A, reduce B, shift C, x, new",
                "autoencode | x, shift C, new, reduce B, shift A",
                "parse | shift A, reduce B, shift C, x",
                "parse | shift A, reduce B, shift C, x, shift D",
                "parse | reduce D, shift C, reduce B, shift A",
            })
    void wordsThatAreWrittenAreTakenOneByOne(String task, String words) {
        var old = old(task);
        var read = List.of("five", "four", "three", "two", "one");
        var now = model(task, read, List.of(words.split(", ")), -9000);
        var result = take(old, now);
        assertEquals(List.of(), names(result.fresh()));
        assertEquals(List.of(), names(result.left()));
        var before = old.codec().predicted();
        var after = now.codec().predicted();
        var byWord = List.of("target.embedding", "head.w", "head.b");
        for (var parameter : byWord) {
            for (int id = 0; id < after.size(); id++) {
                boolean word = id >= after.unknownBuckets();
                int known = word ? before.id(after.words(new int[] {id}).get(0)) : id;
                if (word && known < before.unknownBuckets()) {
                    assertTrue(row(now, parameter, id)[0] < 0, parameter + " of word " + id);
                } else {
                    assertArrayEquals(row(old, parameter, known), row(now, parameter, id));
                }
            }
        }
        for (var name : names(result.taken())) {
            if (!byWord.contains(name) && !name.startsWith("input.embedding")) {
                assertArrayEquals(all(old, name), all(now, name), name);
            }
        }
        int written = (int) after.words().stream().filter(WRITTEN::contains).count();
        assertEquals(task.equals("autoencode") ? 0 : written, result.written());
        int known = task.equals("caption") ? 0 : task.equals("autoencode") ? written : 4;
        assertEquals(known, result.words());
    }

    /** Shapes alone would fit in most parameters of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "decoder.attention=dot",
                "decoder.inputFeeding=true",
                "decoder.layers=2",
                "model.layers=[{cell: gru, reset: before, size: 2, bidirectional: true}]"
            })
    void aDecoderThatComputesSomethingElseIsNew(String settings) {
        for (var task : List.of("translate", "parse")) {
            var now = fresh(task, settings);
            var taken = names(take(old(task), now).taken());
            assertTrue(taken.stream().noneMatch(name -> name.startsWith("decoder.")), task);
            assertTrue(taken.contains("target.embedding"), task);
        }
    }

    @Test
    void wordsWithoutRowsAreNotCounted() {
        var other = "decoder={size: 6, embedding: 6, attentionSize: 5}";
        var result = take(old("translate"), fresh("translate", other));
        assertEquals(4, result.words());
        assertEquals(0, result.written());
    }

    @Test
    void howTextsAreFoundAndHowTheNetworkIsTrainedDoNotMatter() {
        var settings = "decoder={size: 3, embedding: 4, attentionSize: 5, beam: 9}";
        var now = fresh("translate", settings, "training.labelSmoothing=0.1");
        assertEquals(List.of(), names(take(old("translate"), now).fresh()));
    }

    @Test
    void moreLayersOfTheEncoderLeaveTheDecoder() {
        var layer = "{cell: gru, size: 2, bidirectional: true}";
        var now = fresh("translate", "model.layers=[" + layer + ", " + layer + "]");
        var fresh = names(take(old("translate"), now).fresh());
        assertFalse(fresh.isEmpty());
        assertTrue(fresh.stream().allMatch(name -> name.startsWith("encoder.l1.")), "" + fresh);
    }

    @Test
    void otherTasksTakeTheEncoderOnly() {
        var encoder =
                List.of(
                        "input.embedding",
                        "encoder.l0.forward.wx",
                        "encoder.l0.forward.wh",
                        "encoder.l0.forward.b",
                        "encoder.l0.backward.wx",
                        "encoder.l0.backward.wh",
                        "encoder.l0.backward.b");
        assertEquals(encoder, names(take(old("parse"), fresh("translate")).taken()));
        assertEquals(List.of(), names(take(old("translate"), fresh("caption")).taken()));
    }

    @Test
    void aVectorOfAnotherWidthHasAnotherMap() {
        var result = take(old("caption"), caption(WIDTH + 1, WRITTEN, -9000));
        var projection = List.of("input.projection.w", "input.projection.b");
        assertEquals(projection, names(result.fresh()));
    }

    /** Both predict six outputs from the same columns. */
    @Test
    void anAutoencoderOfVectorsTakesNoWords() {
        var settings = List.of("data.train.sequence=x", "decoder={size: 3}");
        var conf = Tasks.reader().read(AUTOENCODE, "test", settings);
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 2),
                        Scaling.none(READ.size() + 2),
                        List.of(),
                        Scaling.none(0));
        var old = numbered(conf, codec, 1);
        var other = List.of("decoder.", "head.", "target.");
        for (var taken :
                List.of(
                        take(old, fresh("autoencode")),
                        take(old("autoencode"), numbered(conf, codec, -9000)))) {
            assertTrue(
                    names(taken.taken()).stream()
                            .noneMatch(name -> other.stream().anyMatch(name::startsWith)),
                    taken.toString());
        }
        assertEquals(List.of(), names(take(old, numbered(conf, codec, -9000)).fresh()));
    }
}
