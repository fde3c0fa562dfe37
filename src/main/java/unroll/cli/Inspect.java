package unroll.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import unroll.conf.read.ConfigurationWriter;
import unroll.io.Store;
import unroll.io.model.Checkpoints;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.predict.SavedModel;

/** Describes a model or a checkpoint. */
final class Inspect {
    /** Keys of a checkpoint's state that {@link #trained} shows. */
    private static final Set<String> PLACE = Set.of("epoch", "round");

    private final PrintStream out;

    private Inspect(PrintStream out) {
        this.out = out;
    }

    static void run(String directory, PrintStream out) throws IOException {
        var store = Stores.of(directory);
        var inspect = new Inspect(out);
        if (store.exists(Store.child(directory, "state.json"))) {
            inspect.checkpoint(directory, Checkpoints.describe(store, directory));
        } else {
            inspect.model(SavedModel.open(store, directory));
        }
        out.flush();
    }

    private void model(SavedModel opened) throws IOException {
        var directory = opened.directory();
        var model = directory.model();
        var from = model.provenance();
        line("model", directory.path());
        line("task", model.task());
        if (model.codec().get("labels") instanceof List<?> labels) {
            line(
                    "labels",
                    labels.stream()
                            .map(label -> Printable.brief(String.valueOf(label)))
                            .collect(joining(", ")));
        }
        for (var scaled : List.of("inputs", "targets")) {
            if (model.codec().get(scaled) instanceof Map<?, ?> scaling) {
                line(scaled, scaling.toString());
            }
        }
        if (!model.vocabulary().isEmpty()) {
            line(
                    "words",
                    count(model.vocabulary().size())
                            + ", tokeniser version "
                            + model.tokenizerVersion());
        }
        line("trained", Plural.of(from.epoch(), "epoch") + ", seed " + from.seed());
        line("data", from.dataFingerprint());
        if (!from.from().isEmpty()) {
            line(
                    "from",
                    "%s, parameters sha256 %s, data %s"
                            .formatted(
                                    from.from().get("path"),
                                    from.from().get("parametersSha256"),
                                    from.from().get("dataFingerprint")));
        }
        line(
                "versions",
                "Unroll "
                        + from.unroll()
                        + (from.spark().isEmpty() ? "" : ", Spark " + from.spark())
                        + ", Java "
                        + from.java());
        model.metrics().forEach((name, value) -> line(name, String.valueOf(value)));
        out.println();
        parameters(directory.shapes());
        out.println();
        out.print(ConfigurationWriter.printed(opened.conf()));
    }

    private void checkpoint(String path, Checkpoints.Description checkpoint) {
        line("checkpoint", path);
        line("number", Integer.toString(checkpoint.round()));
        line("vectors", String.join(", ", checkpoint.vectors()));
        line("trained", trained(checkpoint.state()));
        for (var entry : checkpoint.state().properties()) {
            if (PLACE.contains(entry.getKey())) {
                continue;
            }
            line(
                    entry.getKey(),
                    entry.getValue().isTextual()
                            ? entry.getValue().asText()
                            : entry.getValue().toString());
        }
        out.println();
        parameters(checkpoint.parameters());
    }

    /** Returns the epochs that are done, with the rounds of one that is not. */
    private static String trained(JsonNode state) {
        var epochs = Plural.of(state.path("epoch").asInt(), "epoch");
        int rounds = state.path("round").asInt();
        return rounds == 0 ? epochs : epochs + " and " + Plural.of(rounds, "round");
    }

    private void parameters(Map<String, List<Integer>> shapes) {
        int width =
                shapes.keySet().stream()
                        .mapToInt(name -> Printable.width(Printable.brief(name)))
                        .max()
                        .orElse(0);
        long total = 0;
        for (var entry : shapes.entrySet()) {
            long size =
                    entry.getValue().stream()
                            .mapToLong(Integer::longValue)
                            .reduce(1, Math::multiplyExact);
            total += size;
            row(entry.getKey(), width, entry.getValue().toString(), size);
        }
        row("all", width, "", total);
    }

    private void row(String name, int width, String shape, long size) {
        out.println(
                Printable.padded(Printable.brief(name), width)
                        + String.format(Locale.ROOT, "  %-16s %,14d", shape, size));
    }

    private void line(String name, String value) {
        out.println(
                String.format(
                        Locale.ROOT, "%-10s %s", Printable.brief(name), Printable.whole(value)));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
