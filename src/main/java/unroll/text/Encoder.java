package unroll.text;

import java.util.List;
import java.util.function.ToIntFunction;
import unroll.conf.TextConf;

/** Converts text to word ids. Not thread-safe, since it reuses a tokeniser. */
public final class Encoder {
    private final Words words;
    private final ToIntFunction<String> idOf;

    /**
     * @param idOf returns the id of a word
     */
    public Encoder(TextConf conf, ToIntFunction<String> idOf) {
        this.words = new Words(conf);
        this.idOf = idOf;
    }

    /** Returns the ids of the text's words in order; callers reject a text without words. */
    public int[] encode(String text) {
        List<String> found = words.of(text);
        var ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = idOf.applyAsInt(found.get(i));
        }
        return ids;
    }
}
