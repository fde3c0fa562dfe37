package unroll.conf.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import unroll.conf.setting.Field.Values;

/** The keys of records of several kinds, of which a word in the section names one. */
public final class Variants<T> implements Keys<T> {
    private final String key;
    private final String standard;
    private final String meaning;
    private final List<Variant<T, ? extends T>> variants;

    private record Variant<T, S extends T>(
            String word, Class<S> type, Predicate<S> fits, Keys<S> keys) {

        boolean fits(T record) {
            return type.isInstance(record) && fits.test(type.cast(record));
        }

        void write(T record, Map<String, Object> tree) {
            keys.write(type.cast(record), tree);
        }
    }

    private Variants(
            String key, String standard, String meaning, List<Variant<T, ? extends T>> variants) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
        this.variants = List.copyOf(variants);
    }

    /**
     * @param key of the word that names the kind
     * @param standard the word of the default
     */
    public static <T> Variants<T> of(String key, String standard, String meaning) {
        return new Variants<>(key, standard, meaning, List.of());
    }

    /** Returns these and one more kind. */
    public <S extends T> Variants<T> or(String word, Class<S> type, Keys<S> keys) {
        return or(word, type, record -> true, keys);
    }

    /**
     * Returns these and one more kind, for some records of a type only.
     *
     * @param fits whether a record is of this kind
     */
    public <S extends T> Variants<T> or(
            String word, Class<S> type, Predicate<S> fits, Keys<S> keys) {
        var more = new ArrayList<>(variants);
        more.add(new Variant<>(word, type, fits, keys));
        return new Variants<>(key, standard, meaning, more);
    }

    /** The words, in the order of the kinds. */
    public List<String> words() {
        return variants.stream().map(Variant::word).toList();
    }

    @Override
    public T read(Section section, Values<?> around, Optional<T> fallback) {
        var word = section.value(key).word(words(), standard);
        var variant = variants.get(words().indexOf(word));
        return variant.keys().read(section, around, Optional.empty());
    }

    @Override
    public void write(T record, Map<String, Object> tree) {
        var variant = variants.stream().filter(v -> v.fits(record)).findFirst().orElseThrow();
        tree.put(key, variant.word());
        variant.write(record, tree);
    }

    @Override
    public void list(String path, Consumer<Setting> table) {
        table.accept(new Setting(Section.at(path, key), Value.oneOf(words()), standard, meaning));
        for (var variant : variants) {
            variant.keys().list(path, table);
        }
    }

    /** Returns the record of the defaults. */
    public T standard() {
        return read(Section.empty(), Settings.none(), Optional.empty());
    }
}
