package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/** How texts become words, and which words are known. Components are described by their fields. */
public record TextConf(
        Tokenizer tokenizer,
        int letters,
        boolean lowercase,
        boolean stripHtml,
        Normalize normalize,
        boolean apostrophes,
        int merges,
        int vocabulary,
        int minCount,
        int unknownBuckets,
        int maxLength,
        Cut cut,
        int segment)
        implements Serializable {

    public static final Field<TextConf, Tokenizer> TOKENIZER =
            Scalar.of(
                            "tokenizer",
                            Types.choice(Tokenizer.class),
                            TextConf::tokenizer,
                            Tokenizer.STANDARD)
                    .means(
                            "`standard` (Unicode words), `punctuation` (also punctuation marks), `whitespace`, `cjk` (pairs of ideographs), `smartcn`"
                                    + " (Chinese words), `letters` (n-grams)");
    public static final Field<TextConf, Integer> LETTERS =
            Scalar.of("letters", Types.integer(Range.closed(1, 20)), TextConf::letters, 3)
                    .means("length of the n-grams of `tokenizer: letters`");
    public static final Field<TextConf, Boolean> LOWERCASE =
            Scalar.of("lowercase", Types.flag(), TextConf::lowercase, true)
                    .means("whether words are converted to lower case");
    public static final Field<TextConf, Boolean> STRIP_HTML =
            Scalar.of("stripHtml", Types.flag(), TextConf::stripHtml, false)
                    .means("whether HTML tags and entities are removed first");
    public static final Field<TextConf, Normalize> NORMALIZE =
            Scalar.of(
                            "normalize",
                            Types.choice(Normalize.class),
                            TextConf::normalize,
                            Normalize.NFC)
                    .means(
                            "Unicode form of all text, `nfc` or `nfkc` (also full-width forms, ligatures); both turn"
                                    + " every space into a plain one and remove zero-width spaces and soft hyphens."
                                    + " `none` leaves text as it is");
    public static final Field<TextConf, Boolean> APOSTROPHES =
            Scalar.of("apostrophes", Types.flag(), TextConf::apostrophes, true)
                    .means(
                            "whether typographic apostrophes become plain ones, so that didn’t is didn't");
    public static final Field<TextConf, Integer> MERGES =
            Scalar.of(
                            "merges",
                            Types.integerOr(Map.of(0, "none"), Range.closed(1, 1_000_000)),
                            TextConf::merges,
                            0)
                    .means(
                            "maximum number of byte-pair-encoding merges (Sennrich et al. 2016), which are learnt from the"
                                    + " words of the training set and cut words into pieces; `vocabulary`, `minCount` and"
                                    + " `maxLength` then count pieces");
    public static final Field<TextConf, Integer> VOCABULARY =
            Scalar.of("vocabulary", Types.integer(Range.atLeast(1)), TextConf::vocabulary, 30_000)
                    .means("maximum number of known words");
    public static final Field<TextConf, Integer> MIN_COUNT =
            Scalar.of("minCount", Types.integer(Range.atLeast(1)), TextConf::minCount, 2)
                    .means("minimum count of a known word in the training set");
    public static final Field<TextConf, Integer> UNKNOWN_BUCKETS =
            Scalar.of(
                            "unknownBuckets",
                            Types.integer(Range.atLeast(1)),
                            TextConf::unknownBuckets,
                            16)
                    .means("ids that all other words are hashed to");
    public static final Field<TextConf, Integer> MAX_LENGTH =
            Scalar.of("maxLength", Types.integer(Range.atLeast(1)), TextConf::maxLength, 400)
                    .means(
                            "maximum number of words of a text that are read; task `language` reads all");

    /** Not written with its default: runs of older versions have no such key. */
    public static final Field<TextConf, Cut> CUT =
            Scalar.of("cut", Types.choice(Cut.class), TextConf::cut, Cut.TAIL)
                    .means(
                            "what is cut off a text of more than `maxLength` words, or a sequence of more than"
                                    + " `data.maxSteps` vectors: the `tail`, the `head`, or the `middle`")
                    .writtenIf(text -> text.cut() != Cut.TAIL);

    public static final Field<TextConf, Integer> SEGMENT =
            Scalar.of(
                            "segment",
                            Types.integerOr(Map.of(0, "none"), Range.atLeast(1)),
                            TextConf::segment,
                            0)
                    .means(
                            "words of a segment: in training a text is cut into segments that are read side by"
                                    + " side, each from a zero state, and pooled together; scoring reads it whole");

    static final Settings<TextConf> SETTINGS =
            Settings.of(
                    v ->
                            new TextConf(
                                    v.get(TOKENIZER),
                                    v.get(LETTERS),
                                    v.get(LOWERCASE),
                                    v.get(STRIP_HTML),
                                    v.get(NORMALIZE),
                                    v.get(APOSTROPHES),
                                    v.get(MERGES),
                                    v.get(VOCABULARY),
                                    v.get(MIN_COUNT),
                                    v.get(UNKNOWN_BUCKETS),
                                    v.get(MAX_LENGTH),
                                    v.get(CUT),
                                    v.get(SEGMENT)));

    /** The settings that decide which words a text has; letters only with that tokeniser. */
    public static final List<Field<TextConf, ?>> OF_WORDS =
            List.of(TOKENIZER, LETTERS, LOWERCASE, STRIP_HTML, NORMALIZE, APOSTROPHES);

    public static final TextConf STANDARD = SETTINGS.standard();

    /** Returns the same with another value of a field. */
    public <V> TextConf with(Field<TextConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    /** Returns the same for texts that are read as a whole. */
    public TextConf whole() {
        return with(MAX_LENGTH, Integer.MAX_VALUE);
    }

    /** Returns whether no space stands between two words: letters, Chinese words. */
    public boolean joined() {
        return tokenizer == Tokenizer.SMARTCN || (tokenizer == Tokenizer.LETTERS && letters == 1);
    }

    /** Returns the same for texts that are tokenised as they are. */
    public TextConf unnormalized() {
        return with(NORMALIZE, Normalize.NONE).with(APOSTROPHES, false);
    }

    /** Unicode's composed forms; all but {@code NONE} also remove invisible characters. */
    public enum Normalize {
        NFC,
        NFKC,
        NONE
    }

    /** Where a sequence that is too long is cut. */
    public enum Cut {
        TAIL,
        HEAD,
        MIDDLE
    }

    /** The tokenisers, all of them Lucene's. */
    public enum Tokenizer {
        STANDARD,
        PUNCTUATION,
        WHITESPACE,
        CJK,
        SMARTCN,
        LETTERS
    }
}
