package unroll.text;

import java.util.List;
import java.util.function.ToIntFunction;
import unroll.conf.TextConf;

/** Text to word ids. Not for two threads, as it reuses a tokeniser. */
public final class Encoder {
    private final Words words;
    private final ToIntFunction<String> idOf;

    /**
     * @param idOf gives a word its id
     */
    public Encoder(TextConf conf, ToIntFunction<String> idOf) {
        this.words = new Words(conf);
        this.idOf = idOf;
    }

    /** Ids of the text's words in order; empty where the text has none, which callers reject. */
    public int[] encode(String text) {
        List<String> found = words.of(text);
        var ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = idOf.applyAsInt(found.get(i));
        }
        return ids;
    }
}
