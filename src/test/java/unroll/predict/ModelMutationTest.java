package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.data.Example;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.task.Reader;
import unroll.task.Scorer;

/** A model whose {@code model.json} somebody changed scores finite numbers or is refused. */
class ModelMutationTest {
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "\"x\"",
                    "\"\"",
                    "0",
                    "-1",
                    "2147483647",
                    "99999999999999999999",
                    "1e300",
                    "true",
                    "[]",
                    "[\"x\", \"x\"]",
                    "{}",
                    "{\"x\": 1}");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir private Path model;

    @ParameterizedTest
    @EnumSource(names = {"CLASSIFY", "LANGUAGE", "RESERVOIR"})
    void everyChangedValueIsRefusedOrHarmless(SmallModels kind) throws IOException {
        kind.write(model.toString());
        var file = model.resolve("model.json");
        var tree = json.readTree(file.toFile());
        var wrong = new ArrayList<String>();
        int refused = 0;
        for (var place : places(tree)) {
            for (int i = -1; i < VALUES.size(); i++) {
                var changed = tree.deepCopy();
                change(changed, place, i < 0 ? null : json.readTree(VALUES.get(i)));
                Files.write(file, json.writeValueAsBytes(changed));
                ManifestFile.write(
                        model, "model.json", "vocabulary.jsonl", "parameters.safetensors");
                var name = place + " = " + (i < 0 ? "(removed)" : VALUES.get(i));
                try {
                    for (float score : scores(kind)) {
                        if (!Float.isFinite(score)) {
                            wrong.add(name + ": " + score);
                        }
                    }
                } catch (CorruptFileException e) {
                    refused++;
                    if (!e.getMessage().startsWith(model.toString())) {
                        wrong.add(name + ": names no file: " + e.getMessage());
                    }
                } catch (RuntimeException | OutOfMemoryError e) {
                    wrong.add(name + ": " + e);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(refused > 500, refused + " changes refused");
    }

    private float[] scores(SmallModels kind) throws IOException {
        var trained = SavedModel.open(new LocalStore(), model.toString()).trained();
        return switch (kind) {
            case LANGUAGE -> new float[] {(float) new Reader(trained).measure("good x").loss()};
            case CLASSIFY, TRANSCRIBE -> {
                var scorer = new Scorer(trained);
                yield scorer.scoreSteps(List.of(scorer.encode("good bad x"))).get(0);
            }
            case FORECAST, RESERVOIR ->
                    new Scorer(trained)
                            .freeRun(List.of(Example.vectors(new float[] {0, 1, 1, 0})), 2)
                            .get(0);
        };
    }

    /** Every value of a tree but the whole. */
    private static List<JsonPointer> places(JsonNode tree) {
        var places = new ArrayList<JsonPointer>();
        collect(tree, JsonPointer.empty(), places);
        return places.subList(1, places.size());
    }

    private static void collect(JsonNode tree, JsonPointer at, List<JsonPointer> places) {
        places.add(at);
        for (var field : tree.properties()) {
            collect(field.getValue(), at.appendProperty(field.getKey()), places);
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            collect(tree.get(i), at.appendIndex(i), places);
        }
    }

    /**
     * @param value null to remove what is there
     */
    private static void change(JsonNode tree, JsonPointer place, JsonNode value) {
        var parent = tree.at(place.head());
        if (parent instanceof ArrayNode list) {
            int i = place.last().getMatchingIndex();
            if (value == null) {
                list.remove(i);
            } else {
                list.set(i, value);
            }
        } else {
            var fields = (ObjectNode) parent;
            if (value == null) {
                fields.remove(place.last().getMatchingProperty());
            } else {
                fields.set(place.last().getMatchingProperty(), value);
            }
        }
    }
}
