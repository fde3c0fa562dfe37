package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.read.ConfigurationWriter;
import unroll.message.Secrets;
import unroll.task.registry.Tasks;

class TrainedSourceTest {
    private final List<String> notes = new ArrayList<>();

    /** As a model holds it. */
    private static Configuration stored() {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: r}
                        data:
                          train:
                            format: jdbc
                            options:
                              url: 'jdbc:postgresql://bob:hunter2@db/reviews'
                              dbtable: reviews
                              password: hunter2
                        """,
                                "a.yaml",
                                List.of());
        return Tasks.reader().ofTree(Secrets.redact(ConfigurationWriter.tree(conf)));
    }

    private Map<String, String> options(Map<String, String> given) {
        var source = new SourceConf("jdbc", "", given, "", "");
        return TrainedSource.complete(source, stored(), notes::add).options();
    }

    @Test
    void hiddenOptionsOfTrainingAreLeftOutAndNamed() {
        assertEquals(Map.of("dbtable", "new"), options(Map.of("dbtable", "new")));
        assertEquals(1, notes.size());
        assertEquals(
                "options of training whose secrets the model does not hold: --option password=…"
                        + " --option url=… gives them again",
                notes.get(0));
    }

    @Test
    void whatIsGivenAgainIsNotMissed() {
        var given = Map.of("Password", "x", "url", "jdbc:postgresql://bob:x@db/reviews");
        assertEquals("reviews", options(given).get("dbtable"));
        assertEquals(List.of(), notes);
    }
}
