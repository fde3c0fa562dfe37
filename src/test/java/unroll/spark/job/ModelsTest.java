package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;

final class ModelsTest {
    @Test
    void aModelOfAnUnknownFileSystemIsNamedAsTheCommandsModel() {
        var rows = new SourceConf("json", "rows.json", Map.of(), "text", "label");
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () ->
                                Models.open(
                                        new ScoringRequest("nowhere://a/b", rows),
                                        new Configuration()));
        assertTrue(refused.getMessage().startsWith("MODEL: "), refused.getMessage());
    }
}
