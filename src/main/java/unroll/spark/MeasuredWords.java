package unroll.spark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well a language model foresees the words of a document.
 *
 * @param words that were foreseen, ends of rows among them
 * @param loss mean of -log p, in nats
 */
record MeasuredWords(long words, double loss) implements Measures {
    double perplexity() {
        return StrictMath.exp(loss);
    }

    @Override
    public Map<String, Double> headline() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("perplexity", perplexity());
        figures.put("logLoss", loss);
        return figures;
    }

    @Override
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        shown.put("perplexity", String.format(Locale.ROOT, "%.2f", perplexity()));
        shown.put("nats", String.format(Locale.ROOT, "%.4f", loss));
        return shown;
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of("words", words);
    }

    @Override
    public String text() {
        return String.format(
                Locale.ROOT,
                "words       %,d%nperplexity  %.2f%nlog-loss    %.4f%n",
                words,
                perplexity(),
                loss);
    }
}
