package unroll.predict;

import java.util.List;
import unroll.conf.SourceConf;

/**
 * A model and the rows that a command reads with it.
 *
 * @param model directory of a model or a run
 * @param source whose format, options and columns are those of the model's training where it names
 *     none
 * @param settings such as {@code data.maxRejected=0.5}, in place of the model's own
 * @param rejected where bad rows go, as JSON lines; empty for nowhere
 */
public record ScoringRequest(
        String model, SourceConf source, List<String> settings, String rejected) {
    /** With the model's own settings. */
    public ScoringRequest(String model, SourceConf source) {
        this(model, source, List.of(), "");
    }
}
