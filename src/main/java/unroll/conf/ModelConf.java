package unroll.conf;

import java.io.Serializable;
import java.util.List;

/**
 * @param inputs what the first layer is given of a word, side by side
 * @param layers recurrent layers, first to last
 */
public record ModelConf(
        List<InputConf> inputs, List<LayerConf> layers, Pooling pooling, DropoutConf dropout)
        implements Serializable {

    /**
     * The usual input alone.
     *
     * @param embedding width of a word's vector
     */
    public ModelConf(int embedding, List<LayerConf> layers, Pooling pooling, DropoutConf dropout) {
        this(List.of(InputConf.Words.random(embedding)), layers, pooling, dropout);
    }

    /**
     * @param size units of each direction
     * @param lags lengths of the recurrent connections, rising; [1] is the usual one
     */
    public record LayerConf(
            CellConf cell, int size, boolean bidirectional, LeakConf leak, List<Integer> lags)
            implements Serializable {
        public LayerConf {
            lags = List.copyOf(lags);
        }

        /** A layer whose other settings are the defaults. */
        public LayerConf(CellConf cell, int size, boolean bidirectional) {
            this(cell, size, bidirectional, new LeakConf.None(), List.of(1));
        }

        /** The same with the defaults of its cell. */
        public LayerConf(CellConf.Name cell, int size, boolean bidirectional) {
            this(CellConf.of(cell), size, bidirectional);
        }
    }

    /** How the hidden states of a sequence become one vector. */
    public enum Pooling {
        /** Each direction's own final state. */
        LAST,
        MEAN,
        MAX,
        /** Last, mean and max side by side. */
        CONCAT
    }

    /**
     * Probabilities in [0, 1).
     *
     * @param words a word is replaced by the unknown word
     * @param embedding an element of a word's vector is dropped, one mask a word and batch
     * @param layers an element of a recurrent layer's output is dropped before the next layer
     * @param head an element of the pooled vector is dropped
     */
    public record DropoutConf(double words, double embedding, double layers, double head)
            implements Serializable {}
}
