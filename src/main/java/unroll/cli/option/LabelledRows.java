package unroll.cli.option;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import unroll.predict.ScoringRequest;

/** Options of the commands that take a model and rows with known targets. */
public final class LabelledRows {
    @Mixin private ModelAndRows rows;

    @Option(
            names = {"--text", "--text-column"},
            paramLabel = "COLUMN",
            description =
                    "Column with the text (default: as in training). May be repeated: the texts are joined.")
    private List<String> text = List.of();

    @Option(
            names = {"--label", "--label-column"},
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column with the label or labels (default: as in training).")
    private String label;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Returns the model and the source of the rows.
     *
     * @throws ParameterException if the user named no rows
     */
    public ScoringRequest request() {
        if (!rows.given()) {
            throw new ParameterException(
                    command.commandLine(), "expected rows: MODEL DATA, or --option for jdbc");
        }
        return rows.request(text, label);
    }
}
