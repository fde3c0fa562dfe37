package unroll.predict;

import java.util.List;
import unroll.conf.ConfigurationException;

/** Settings of a model that a command may change, since no parameter was trained for them. */
public final class OverridableSettings {
    private static final List<String> FREE =
            List.of(
                    "data.maxRejected",
                    "kernels",
                    "decoder.beam",
                    "decoder.lengthPenalty",
                    "decoder.copyUnknown",
                    "decoder.attentionColumn",
                    "transcribe.beam",
                    LanguageModel.KEY,
                    "transcribe.languageModel.weight",
                    "transcribe.languageModel.bonus",
                    "transcribe.wordSeparator",
                    "forecast.intervals");

    private OverridableSettings() {}

    /** Returns the key of KEY=VALUE. */
    static String key(String setting) {
        return setting.replaceFirst("=.*", "").strip();
    }

    /**
     * Checks the keys.
     *
     * @param settings as KEY=VALUE
     * @throws ConfigurationException if one is part of the model
     */
    public static void check(List<String> settings) {
        for (var setting : settings) {
            var key = key(setting);
            if (!FREE.contains(key)) {
                throw new ConfigurationException(
                        "--set %s: expected one of %s; every other setting is part of the model: train another one"
                                .formatted(setting, String.join(", ", FREE)));
            }
        }
    }
}
