package unroll.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.setting.Value;

/** The tasks by their names in the configuration. */
public enum TaskConf {
    /** A vector for each sequence, from which the sequence is repeated. */
    AUTOENCODE,
    /** A text for each vector. */
    CAPTION,
    /** A class for each sequence. */
    CLASSIFY,
    /** Numbers for each sequence, or the next step at every step. */
    FORECAST,
    /** A label for each vector of a sequence. */
    FRAMES,
    /** Terms of a text. */
    KEYTERMS,
    /** The next word. */
    LANGUAGE,
    /** A set of labels for each sequence. */
    MULTILABEL,
    /** A tree over words. */
    PARSE,
    /** A label for each step. */
    TAG,
    /** A sequence of labels, shorter than its input and not aligned with it. */
    TRANSCRIBE,
    /** A text in other words. */
    TRANSLATE;

    /** Returns whether a decoder writes sequences. */
    boolean writes() {
        return this == AUTOENCODE || this == CAPTION || this == PARSE || this == TRANSLATE;
    }

    /**
     * Returns the layers below the head, the uppermost first: of each, globs on the names of its
     * parameters. The table of a decoder's words is in the layer below it, beside what else it
     * reads.
     *
     * @param layers along time; those of {@link #CAPTION} are its decoder's
     * @param ofDecoder layers of a decoder above them
     */
    List<List<String>> layersBelowHead(int layers, int ofDecoder) {
        var below = new ArrayList<List<String>>();
        if (writes()) {
            below.addAll(layers("decoder", this == CAPTION ? layers : ofDecoder));
        }
        int top = below.size();
        if (this == AUTOENCODE) {
            below.add(List.of("encoder.vector.*", "pooling.*"));
        }
        if (this != CAPTION) {
            below.addAll(layers("encoder", layers));
        }
        below.add(List.of("input.*"));
        if (writes()) {
            var beside = new ArrayList<>(below.get(top));
            beside.add("target.*");
            below.set(top, beside);
        }
        return below;
    }

    private static List<List<String>> layers(String chain, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> List.of(chain + ".l" + (count - i) + ".*"))
                .toList();
    }

    /** As the configuration and models name it. */
    public String word() {
        return Value.word(this);
    }
}
