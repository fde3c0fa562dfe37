package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.task.registry.Tasks;

class VariablesTest {
    private static final Variables VARIABLES =
            Variables.of(
                    LocalDate.of(2026, 1, 31),
                    Map.of("BUCKET", "s3a://b", "EPOCHS", "3", "ODD", "${date}", "EMPTY", ""));

    private static Configuration read(String... settings) {
        return Tasks.reader()
                .read(
                        """
                run: {dir: 'runs/${date}'}
                data:
                  train: {format: json, path: "${env:BUCKET}/${date}/*.json", text: t}
                """,
                        "a.yaml",
                        List.of(settings),
                        VARIABLES);
    }

    private static void assertWrong(String expected, String... settings) {
        var e = assertThrows(ConfigurationException.class, () -> read(settings));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void everyTextIsReplaced() {
        var conf =
                read(
                        "data.test={path: ['x/${date}', 'y/${env:BUCKET}']}",
                        "data.train.where=day = '${date}'",
                        "data.train.options.password=${env:ODD}",
                        "model.inputs=[{kind: words, width: 3, vectors: {source: file, path: 'v/${date}.vec'}}]");
        assertEquals("runs/2026-01-31", conf.run().dir());
        assertEquals(List.of("s3a://b/2026-01-31/*.json"), conf.data().train().paths());
        assertEquals(List.of("x/2026-01-31", "y/s3a://b"), conf.data().test().paths());
        assertEquals("day = '2026-01-31'", conf.data().train().where());
        // What a variable holds is not looked at again.
        assertEquals("${date}", conf.data().train().options().get("password"));
        var words = (InputConf.Words) conf.model().inputs().get(0);
        assertEquals("v/2026-01-31.vec", ((VectorsConf.File) words.vectors()).path());
    }

    @Test
    void aNumberMayComeFromTheEnvironment() {
        assertEquals(3, read("training.epochs=${env:EPOCHS}").training().epochs());
        assertWrong(
                "--set training.epochs=\"${env:EPOCHS}\": training.epochs: expected an integer >= 1, got \"3\"",
                "training.epochs=\"${env:EPOCHS}\"");
        assertEquals("", read("data.train.where=${env:EMPTY}").data().train().where());
    }

    @Test
    void aVariableThatDoesNotExistIsNamed() {
        assertWrong(
                "--set run.dir=r/${env:NONE}: run.dir: expected the environment variable NONE to be set, got none of that name",
                "run.dir=r/${env:NONE}");
        for (var variable : List.of("${dat}", "${Date}", "${}", "${date-1}", "${date")) {
            assertWrong(
                    "--set data.train.path='x/%s': data.train.path: expected no variable but ${date} and ${env:NAME}, and $${ for ${ itself, got %s"
                            .formatted(variable, variable),
                    "data.train.path='x/" + variable + "'");
        }
    }

    @Test
    void aDoubledDollarStandsForOne() {
        var conf = read("data.train.where=t like '$${x}%${date}$${' or t = '$$'");
        assertEquals("t like '${x}%2026-01-31${' or t = '$$'", conf.data().train().where());
        var again =
                Tasks.reader()
                        .read(ConfigurationWriter.printed(conf), "b.yaml", List.of(), VARIABLES);
        assertEquals(conf, again);
    }

    /** A model or a run from elsewhere must not learn what this machine's environment holds. */
    @Test
    void whatWasWrittenStandsForItself() {
        var tree = ConfigurationWriter.tree(read("data.train.options.x=${env:ODD}"));
        assertEquals("${date}", Tasks.reader().ofTree(tree).data().train().options().get("x"));
        var yaml = ConfigurationWriter.yaml(read("data.train.options.x=${env:ODD}"));
        assertEquals(
                "${date}", Tasks.reader().ofWritten(yaml, "").data().train().options().get("x"));
    }
}
