package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.task.registry.Tasks;

class ShippedConfigurationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/autoencode.yaml",
                "conf/caption.yaml",
                "conf/sentiment.yaml",
                "conf/sentiment-zh.yaml",
                "conf/imdb.yaml",
                "conf/forecast.yaml",
                "conf/frames.yaml",
                "conf/speech.yaml",
                "conf/tag.yaml",
                "conf/atis.yaml",
                "conf/multilabel.yaml",
                "conf/parse.yaml",
                "conf/translate.yaml",
                "conf/keyterms.yaml",
                "conf/multi30k.yaml",
                "conf/experiments/adding.yaml",
                "conf/experiments/digits.yaml",
                "conf/experiments/imdb-network.yaml",
                "conf/experiments/imdb-ratings.yaml",
                "conf/experiments/mackey-glass.yaml",
                "conf/experiments/mnist.yaml",
                "conf/experiments/ptb.yaml",
                "conf/experiments/shopping.yaml",
                "conf/experiments/airline.yaml",
                "conf/experiments/sp500.yaml",
                "conf/experiments/sunspots.yaml",
                "conf/experiments/trees.yaml"
            })
    void readAndReadBackEqual(String file) throws IOException {
        var conf = Tasks.reader().read(Files.readString(Path.of(file)), file, List.of());
        assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
    }
}
