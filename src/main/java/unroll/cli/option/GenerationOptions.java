package unroll.cli.option;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Decoding;
import unroll.task.Generation.Sampling;

/** Options of how a language model continues a text. */
public final class GenerationOptions {
    private static final int WIDEST = 100; // beam

    /** Options of the draws, which a search has no use for. */
    private static final List<String> OF_DRAWS =
            List.of("--seed", "--temperature", "--top-k", "--top-p");

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

    @Option(
            names = "--beam",
            paramLabel = "B",
            defaultValue = "0",
            description = {
                "Finds the most probable continuations by a beam search that continues",
                "B of them side by side; nothing is drawn (default: words are drawn)."
            })
    private int beam;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Spec(Spec.Target.SELF)
    private CommandSpec own;

    /**
     * Returns how a text is continued.
     *
     * @throws ParameterException if an option is out of its range, or excludes another
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
        var decoding = given("--beam") ? beam() : sampling();
        if (words == 0 && !(samples == 1 && decoding.equals(Sampling.of(seed)))) {
            throw wrong("expected --steps N with what says how a text is continued");
        }
        return new Generation(words, samples, decoding);
    }

    /** Returns whether this is one of the options here. */
    public boolean has(String option) {
        return own.optionsMap().containsKey(option);
    }

    private Decoding sampling() {
        return new Sampling(seed, temperature, topK, topP, repetitionPenalty);
    }

    private Decoding beam() {
        require(beam >= 1 && beam <= WIDEST, "--beam", "1 to " + WIDEST, beam);
        for (var option : OF_DRAWS) {
            if (given(option)) {
                throw wrong(
                        option
                                + ": expected no --beam, which draws nothing; remove one of the two");
            }
        }
        var expected = "at most " + beam + ", as many as --beam continues";
        require(samples <= beam, "--samples", expected, samples);
        return new Beam(beam, repetitionPenalty);
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
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
