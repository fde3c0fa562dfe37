package unroll.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import unroll.task.Generation;
import unroll.task.Generation.Sampling;

/** Options of how a language model continues a text. */
public final class GenerationOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What a language model's draws depend on (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of continuations, a line each (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            description = {
                "Below 1 the model's probable words become more probable, above 1 less;",
                "0 takes the most probable word (default: ${DEFAULT-VALUE})."
            })
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Draws from the K most probable words only (default: from all).")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = {
                "Draws from the most probable words only that together have probability P",
                "(default: ${DEFAULT-VALUE})."
            })
    private double topP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "F",
            defaultValue = "1",
            description = {
                "Multiplies the log-probability of words that the text already holds;",
                "above 1 they become rarer (default: ${DEFAULT-VALUE})."
            })
    private double repetitionPenalty;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Returns how a text is continued.
     *
     * @throws ParameterException if an option is out of its range
     */
    public Generation generation(int words) {
        require(samples >= 1, "--samples", "1 or more", samples);
        require(temperature >= 0 && temperature < 1e6, "--temperature", "0 or more", temperature);
        require(topK >= 0, "--top-k", "1 or more, or 0 for all words", topK);
        require(topP > 0 && topP <= 1, "--top-p", "more than 0 and at most 1", topP);
        require(
                repetitionPenalty >= 1 && repetitionPenalty < 1e6,
                "--repetition-penalty",
                "1 or more",
                repetitionPenalty);
        var sampling = new Sampling(temperature, topK, topP, repetitionPenalty);
        if (words == 0 && !(samples == 1 && sampling.equals(Sampling.ALL))) {
            throw wrong("expected --steps N with what says how a text is continued");
        }
        return new Generation(words, samples, seed, sampling);
    }

    private void require(boolean right, String option, String expected, Object got) {
        if (!right) {
            throw wrong(option + ": expected " + expected + ", got " + got);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
