package unroll.conf.setting;

/**
 * One row of the table of settings.
 *
 * @param key full path, such as {@code training.epochs}; {@code []} stands for each element of a
 *     list
 * @param expected type and range, as error messages name them
 * @param standard the default as written in YAML, or "required"
 */
public record Setting(String key, String expected, String standard, String meaning) {}
