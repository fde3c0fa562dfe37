package unroll.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.TaskConf;
import unroll.conf.TextConf.Cut;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.task.registry.Tasks;
import unroll.text.Limit;

/** What each task reads of a sequence that is too long. */
final class CutTasksTest {
    /** A column with the target, if it has no default, and the target of five steps. */
    private static String column(TaskConf task) {
        return switch (task) {
            case CAPTION, FORECAST, PARSE, TRANSLATE -> ", target: t";
            case AUTOENCODE, CLASSIFY, FRAMES, KEYTERMS, LANGUAGE, MULTILABEL, TAG, TRANSCRIBE ->
                    "";
        };
    }

    private static Object target(TaskConf task) {
        return switch (task) {
            case AUTOENCODE, LANGUAGE -> null;
            case FORECAST -> 1.5;
            case FRAMES, TAG, TRANSCRIBE -> "1 2 3 4 5";
            case CAPTION, CLASSIFY, KEYTERMS, MULTILABEL, PARSE, TRANSLATE -> "x";
        };
    }

    private static Configuration conf(TaskConf task, String source, String more) {
        var yaml =
                """
                task: %s
                run: {dir: r}
                data: {train: {format: json, path: p%s}%s
                """;
        return Tasks.reader()
                .read(
                        yaml.formatted(
                                task.word(),
                                source + column(task),
                                more + (task == TaskConf.LANGUAGE ? "\nbptt: {steps: 9}" : "")),
                        "test",
                        List.of());
    }

    private static Configuration ofWords(TaskConf task, Cut cut) {
        var text = "}\ntext: {tokenizer: whitespace, maxLength: 3, cut: %s}";
        return conf(task, "", text.formatted(cut.name().toLowerCase(Locale.ROOT)));
    }

    private static RecordReader read(Configuration conf, Object sequence) {
        var columns = ExamplePreparation.columns(conf, conf.data().train());
        var reader = new RecordReader(columns);
        assertNull(reader.read(new RawRecord(sequence, target(conf.task()), null)));
        return reader;
    }

    /** Trees and documents lose their tail only, and captions are written to vectors. */
    @ParameterizedTest
    @EnumSource(
            value = TaskConf.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CAPTION", "FRAMES", "LANGUAGE", "PARSE"})
    void wordsAreCut(TaskConf task) {
        var words = List.of("a", "b", "c", "d", "e");
        for (var cut : Cut.values()) {
            var reader = read(ofWords(task, cut), "a b c d e");
            assertEquals(Limit.of(cut, 3).of(words), reader.words());
            assertTrue(reader.cut());
            boolean each = task == TaskConf.TAG || task == TaskConf.KEYTERMS;
            assertEquals(each ? 3 : reader.labels().size(), reader.labels().size());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskConf.class,
            names = {"LANGUAGE", "PARSE"})
    void someTasksCutTailsOnly(TaskConf task) {
        assertEquals(Cut.TAIL, ofWords(task, Cut.TAIL).text().cut());
        for (var cut : List.of(Cut.HEAD, Cut.MIDDLE)) {
            var e = assertThrows(ConfigurationException.class, () -> ofWords(task, cut));
            var expected = "text.cut: expected tail with task %s, got ".formatted(task.word());
            assertTrue(e.getMessage().contains(expected), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskConf.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CAPTION", "KEYTERMS", "LANGUAGE", "PARSE"})
    void vectorsAreCut(TaskConf task) {
        var conf = conf(task, ", sequence: s", ", maxSteps: 3}\ntext: {cut: middle}");
        var reader = read(conf, List.of(1, 2, 3, 4, 5));
        assertArrayEquals(new double[] {1, 2, 5}, reader.vectors());
        assertTrue(reader.cut());
        if (task == TaskConf.TAG || task == TaskConf.FRAMES) {
            assertEquals(List.of("1", "2", "5"), reader.labels());
        }
        if (task == TaskConf.TRANSCRIBE) {
            assertEquals(5, reader.labels().size());
        }
    }
}
