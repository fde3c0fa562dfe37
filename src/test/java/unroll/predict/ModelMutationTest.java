package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import unroll.io.JsonMutations;
import unroll.io.LocalStore;
import unroll.io.model.ManifestFile;
import unroll.task.ModelInput;
import unroll.task.Scorer;

/** A model whose {@code model.json} somebody changed scores finite numbers or is refused. */
class ModelMutationTest {
    private final ObjectMapper json = new ObjectMapper();

    @TempDir private Path model;

    @ParameterizedTest
    @EnumSource(names = {"CLASSIFY", "MULTILABEL", "LANGUAGE", "RESERVOIR"})
    void everyChangedValueIsRefusedOrHarmless(SmallModels kind) throws IOException {
        kind.write(model.toString());
        var file = model.resolve("model.json");
        var tree = json.readTree(file.toFile());
        var wrong = new ArrayList<String>();
        int refused = 0;
        for (var mutation : JsonMutations.of(tree)) {
            Files.write(file, json.writeValueAsBytes(mutation.tree()));
            ManifestFile.write(model, "model.json", "vocabulary.jsonl", "parameters.safetensors");
            try {
                for (float score : scores(kind)) {
                    if (!Float.isFinite(score)) {
                        wrong.add(mutation.name() + ": " + score);
                    }
                }
            } catch (CorruptFileException e) {
                refused++;
                if (!e.getMessage().startsWith(model.toString())) {
                    wrong.add(mutation.name() + ": names no file: " + e.getMessage());
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                wrong.add(mutation.name() + ": " + e);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(refused > 500, refused + " changes refused");
    }

    private float[] scores(SmallModels kind) throws IOException {
        var trained = SavedModel.open(new LocalStore(), model.toString()).trained();
        return switch (kind) {
            case LANGUAGE -> {
                var predictor = trained.task().predictor(trained, 0);
                var input = ModelInput.of(predictor.encode(List.of("good", "x")));
                var logProbability = (Double) predictor.predict(List.of(input)).get(0)[0];
                yield new float[] {logProbability.floatValue()};
            }
            case CLASSIFY, TRANSCRIBE, MULTILABEL -> {
                var scorer = new Scorer(trained);
                yield scorer.scoreSteps(List.of(scorer.encode(List.of("good", "bad", "x")))).get(0);
            }
            case SERIES ->
                    new Scorer(trained)
                            .freeRun(List.of(Example.vectors(new float[] {0, 1, 1, 0})), 1)
                            .get(0);
            case FORECAST, RESERVOIR ->
                    new Scorer(trained)
                            .freeRun(List.of(Example.vectors(new float[] {0, 1, 1, 0})), 2)
                            .get(0);
        };
    }
}
