package unroll.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Normalize;
import unroll.conf.TextConf.Tokenizer;

/**
 * The places of words in the text that a tokeniser has cut into words. A place is a pair, the
 * word's first character and the one after its last, counted from 0 in code points. Not
 * thread-safe.
 */
public final class WordOffsets {
    private final TextConf conf;
    private final Normalization normalization;
    private final Words tokenizer;

    public WordOffsets(TextConf conf) {
        this.conf = conf;
        normalization = new Normalization(conf);
        tokenizer = new Words(conf);
    }

    /**
     * Returns the places of a text's first words.
     *
     * @param text null if words come from an array
     * @return null without a text, of n-grams, or if normalisation or removed HTML moves its
     *     characters
     */
    public List<List<Integer>> of(String text, int words) {
        if (text == null || conf.stripHtml() || conf.tokenizer() == Tokenizer.LETTERS) {
            return null;
        }
        var plain = normalization.of(text);
        int[] places = places(text);
        var spans = tokenizer.spans(plain);
        if (places.length != plain.length() || spans.size() < words) {
            return null;
        }
        var found = new ArrayList<List<Integer>>();
        for (var span : spans.subList(0, words)) {
            found.add(List.of(places[span.start()], places[span.end() - 1] + 1));
        }
        return found;
    }

    /** Returns the code point of each char that normalisation leaves in a text. */
    private int[] places(String text) {
        var places = new int[text.length()];
        int count = 0;
        int point = 0;
        for (int i = 0; i < text.length(); i++) {
            if (conf.normalize() == Normalize.NONE || !Normalization.isInvisible(text.charAt(i))) {
                places[count++] = point;
            }
            boolean more =
                    i + 1 < text.length()
                            && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
            point += more ? 0 : 1;
        }
        return Arrays.copyOf(places, count);
    }
}
