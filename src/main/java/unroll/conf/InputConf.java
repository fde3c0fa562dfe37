package unroll.conf;

import java.io.Serializable;

/** What the network is given of a word. Several stand side by side. */
public sealed interface InputConf extends Serializable {

    /**
     * A vector for each known word and each bucket of unknown ones.
     *
     * @param width of a vector
     */
    record Words(int width, VectorsConf vectors) implements InputConf {
        /** Vectors that start at random and learn from the first step. */
        public static Words random(int width) {
            return new Words(width, new VectorsConf.Random());
        }
    }
}
