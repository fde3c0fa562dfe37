package unroll.predict;

import java.util.List;
import unroll.conf.SourceConf;

/**
 * A model and the rows that a command reads with it.
 *
 * @param model directory of a model or a run
 * @param source rows to score; format, options and columns that it does not name are those of
 *     training
 * @param settings such as {@code data.maxRejected=0.5}, in place of the model's own
 * @param rejected folder for rejected rows, as JSON lines; empty if they are only counted
 */
public record ScoringRequest(
        String model, SourceConf source, List<String> settings, String rejected) {
    /** Creates a request with the model's own settings. */
    public ScoringRequest(String model, SourceConf source) {
        this(model, source, List.of(), "");
    }
}
