package unroll.text;

import java.util.List;
import unroll.conf.TextConf;

/** Text to word ids. Not for two threads, as it reuses a tokeniser. */
public final class Encoder {
    private final Words words;
    private final Vocabulary vocabulary;

    public Encoder(TextConf conf, Vocabulary vocabulary) {
        this.words = new Words(conf);
        this.vocabulary = vocabulary;
    }

    /** Ids of the text's words in order; empty where the text has none, which callers reject. */
    public int[] encode(String text) {
        List<String> found = words.of(text);
        var ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = vocabulary.id(found.get(i));
        }
        return ids;
    }
}
