package unroll.conf;

import java.io.Serializable;

/** What the vectors of words start from, and when they begin to learn. */
public sealed interface VectorsConf extends Serializable {
    /** For {@link #frozenEpochs}: they never learn. */
    int ALL = Integer.MAX_VALUE;

    /** Epochs in which the vectors stay as they started: 0 none, {@link #ALL} all. */
    int frozenEpochs();

    /** Random numbers. */
    record Random() implements VectorsConf {
        @Override
        public int frozenEpochs() {
            return 0;
        }
    }

    /**
     * A file in the text form of word2vec and GloVe.
     *
     * @param path on any Hadoop file system
     */
    record File(String path, int frozenEpochs) implements VectorsConf {}

    /**
     * Skip-gram vectors, learnt from the training part before the network is (Mikolov et al. 2013).
     *
     * @param window words on either side that a word predicts
     * @param iterations passes over the training part
     */
    record Word2Vec(int window, int iterations, int frozenEpochs) implements VectorsConf {}
}
