package unroll.diagnose;

import java.util.List;
import java.util.Locale;
import unroll.diagnose.Diagnosis.Flow;
import unroll.diagnose.Diagnosis.OfDirection;
import unroll.diagnose.Diagnosis.Surface;
import unroll.message.Plural;

/** Formats a diagnosis as text. */
public final class DiagnosisText {
    private static final int SHOWN = 11; // places of the surface along either direction

    private final StringBuilder text = new StringBuilder();

    private DiagnosisText() {}

    public static String of(Diagnosis diagnosis) {
        var text = new DiagnosisText();
        text.line("examples  %,d", diagnosis.examples());
        text.line("loss      %.4f", diagnosis.loss());
        diagnosis.directions().forEach(text::direction);
        text.surface(diagnosis.surface());
        return text.text.toString();
    }

    private void direction(OfDirection of) {
        line("");
        line("%s", of.name());
        gradient(of.gradient());
        line("  %-28s%10s%10s%10s", "singular values", "largest", "median", "least");
        for (var spectrum : of.matrices()) {
            var name = spectrum.matrix().substring(of.name().length() + 1);
            values(
                    name + (spectrum.block() == null ? "" : ", " + spectrum.block()),
                    spectrum.values());
        }
        for (var jacobian : of.jacobians()) {
            values(
                    String.format(
                            Locale.ROOT,
                            "dh'/dh, example %d, step %d",
                            jacobian.example(),
                            jacobian.step()),
                    jacobian.values());
        }
        line("  %-28s%10s%10s%10s", "saturated", "low", "high", "both");
        for (var gate : of.gates()) {
            line(
                    "  %-28s%8.1f %%%8.1f %%%8.1f %%",
                    gate.name() + ", " + gate.function(),
                    100 * gate.low(),
                    100 * gate.high(),
                    100 * gate.saturated());
        }
        line("  dead units  %d of %d%s", of.dead().size(), of.width(), first(of.dead()));
    }

    private void gradient(Flow flow) {
        line("  %-28s%10s%10s", "gradient of the state", "norm", "sequences");
        int last = flow.norms().size() - 1;
        for (int distance = 0; distance <= last; distance = next(distance, last)) {
            line(
                    "  %-28s%10.3g%10d",
                    Plural.of(distance, "step") + " before the last",
                    flow.norms().get(distance),
                    flow.sequences().get(distance));
        }
        if (flow.usual() > 0) {
            line(
                    "  times %.3f a step, over %s that half of the sequences have",
                    flow.factor(), Plural.of(flow.usual(), "step"));
        }
    }

    /** 0, 1, 2, 4, 8, … and the last. */
    private static int next(int distance, int last) {
        int next = distance == 0 ? 1 : 2 * distance;
        return distance < last ? Math.min(next, last) : last + 1;
    }

    private void values(String name, List<Double> values) {
        line(
                "  %-28s%10.4g%10.4g%10.4g",
                name, values.get(0), values.get(values.size() / 2), values.get(values.size() - 1));
    }

    private static String first(List<Integer> units) {
        if (units.isEmpty()) {
            return "";
        }
        var shown = units.stream().limit(10).map(String::valueOf).toList();
        return ": " + String.join(", ", shown) + (units.size() > shown.size() ? ", …" : "");
    }

    private void surface(Surface surface) {
        int places = surface.places().size();
        int every = (places + SHOWN - 1) / SHOWN;
        int middle = places / 2;
        line("");
        line("loss around the parameters, along two random directions (seed %d)", surface.seed());
        var heading = new StringBuilder(" ".repeat(8));
        for (int j = middle % every; j < places; j += every) {
            heading.append(format("%9.2f", surface.places().get(j)));
        }
        line("%s", heading);
        for (int i = middle % every; i < places; i += every) {
            var row = new StringBuilder(format("%8.2f", surface.places().get(i)));
            for (int j = middle % every; j < places; j += every) {
                row.append(format("%9.4f", surface.loss().get(i).get(j)));
            }
            line("%s", row);
        }
    }

    private void line(String pattern, Object... arguments) {
        text.append(format(pattern, arguments)).append(System.lineSeparator());
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
